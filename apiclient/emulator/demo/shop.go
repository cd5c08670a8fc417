package demo

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"leaseview/apiclient/emulator"
)

type order struct {
	Order    string   `json:"order_id"`
	Placed   string   `json:"placed_at"`
	Channel  string   `json:"channel"`
	Customer customer `json:"customer"`
	Items    []item   `json:"items"`
	Currency string   `json:"currency"`
	Total    *int     `json:"total_cents"` // null is the poison of this shop
	Notes    string   `json:"notes,omitempty"`
	Shipping shipping `json:"shipping"`
}

type customer struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Email  string `json:"email"`
	Locale string `json:"locale"`
}

type item struct {
	SKU      string            `json:"sku"`
	Title    string            `json:"title"`
	Quantity int               `json:"quantity"`
	Cents    int               `json:"unit_cents"`
	Options  map[string]string `json:"options,omitempty"`
}

type shipping struct {
	Method  string  `json:"method"`
	Address address `json:"address"`
}

type address struct {
	Lines   []string `json:"lines"`
	City    string   `json:"city"`
	Postal  string   `json:"postal_code"`
	Country string   `json:"country"`
}

// poisonMark is in every order that the demo's consumer can't handle.
const poisonMark = `"total_cents":null`

func jsonMessage(v any) emulator.SeedMessage {
	data, err := json.Marshal(v, json.Deterministic(true))
	if err != nil {
		panic(err) // the demo's own types always marshal
	}
	return emulator.SeedMessage{ContentType: "json", Body: string(data)}
}

func (m *maker) order() emulator.SeedMessage { return m.place(m.newOrder(1 + m.rng.IntN(5))) }

// place sends an order and remembers it.
func (m *maker) place(o order) emulator.SeedMessage {
	message := jsonMessage(o)
	m.placed = append(m.placed, placed{o.Order, m.now, message.Body})
	if len(m.placed) > maxPlaced {
		m.placed = slices.Delete(m.placed, 0, maxPlaced/2)
	}
	return message
}

// bulkOrder is an order with a long body: about 150 bytes an item.
func (m *maker) bulkOrder(items int) emulator.SeedMessage {
	o := m.newOrder(items)
	o.Channel = "wholesale"
	o.Notes = "Standing order, see framework contract FC-2231 §4. Partial deliveries welcome — call the ramp first: +49 40 5550 199."
	return m.place(o)
}

func (m *maker) poison() emulator.SeedMessage {
	o := m.newOrder(1 + m.rng.IntN(3))
	o.Total = nil
	o.Channel = "pos-bridge"
	o.Notes = m.pick([]string{
		"Gift card scanned twice; the till shows 0,00 €",
		"Offline sale, synced late",
		"Return of an order that we don't have",
	})
	return m.place(o)
}

func (m *maker) newOrder(items int) order {
	who := people[m.rng.IntN(len(people))]
	m.orders++
	o := order{
		Order: fmt.Sprintf("R-%06d", m.orders), Placed: m.now.Format(time.RFC3339),
		Channel: m.pick([]string{"web", "web", "web", "app", "app", "phone"}), Currency: who.currency,
		Customer: customer{
			ID: "cus_" + m.hex(6), Name: who.name, Locale: who.locale,
			Email: who.mailbox + "@" + m.pick([]string{"example.com", "example.net", "example.org"}),
		},
		Shipping: shipping{
			Method:  m.pick([]string{"standard", "standard", "express", "pickup"}),
			Address: address{Lines: []string{who.street}, City: who.city, Postal: who.postal, Country: who.country},
		},
	}
	total := 0
	for range items {
		p := products[m.rng.IntN(len(products))]
		line := item{SKU: p.sku, Title: p.title, Quantity: 1 + m.rng.IntN(3), Cents: p.cents}
		if p.option != "" {
			line.Options = map[string]string{p.option: m.pick(p.values)}
		}
		total += line.Quantity * line.Cents
		o.Items = append(o.Items, line)
	}
	o.Total = &total
	if m.rng.IntN(6) == 0 {
		o.Notes = m.pick(notes)
	}
	return o
}

func (m *maker) email() emulator.SeedMessage {
	who := people[m.rng.IntN(len(people))]
	template := m.pick([]string{"order-confirmation", "order-confirmation", "shipped", "password-reset", "newsletter", "review-request"})
	id := m.some(40).id
	mail := map[string]any{
		"template": template, "to": []any{map[string]any{"name": who.name, "address": who.mailbox + "@example.com"}},
		"locale": who.locale, "subject": subject(template, who.locale, id), "variables": map[string]any{"order_id": id, "first_name": strings.Fields(who.name)[0]},
		"headers": map[string]any{"List-Unsubscribe": "<https://shop.example/u/" + m.hex(8) + ">"},
	}
	switch template {
	case "newsletter":
		mail["html"] = newsletter(12 + m.rng.IntN(160))
	case "shipped":
		mail["variables"].(map[string]any)["tracking"] = map[string]any{
			"carrier": m.pick([]string{"DHL", "UPS", "Post", "ヤマト運輸"}), "number": strings.ToUpper(m.hex(7)), "stops": m.rng.IntN(80),
		}
	}
	message := jsonMessage(mail)
	message.Source, message.Encoding = "api", emulator.EncodingPlain
	return message
}

func subject(template, locale, id string) string {
	german := strings.HasPrefix(locale, "de")
	switch template {
	case "shipped":
		if german {
			return "Unterwegs zu dir: Bestellung " + id + " 📦"
		}
		return "On its way: order " + id + " 📦"
	case "password-reset":
		return "Reset your password"
	case "newsletter":
		return "November: winter tyres, wool and a word about our new warehouse"
	case "review-request":
		return "How was it? ⭐⭐⭐⭐⭐"
	default:
		if german {
			return "Danke für deine Bestellung " + id
		}
		return "Thank you for your order " + id
	}
}

func newsletter(paragraphs int) string {
	var b strings.Builder
	b.WriteString("<!doctype html>\n<html><body style=\"font-family:sans-serif\">\n<h1>What's new in November</h1>\n")
	for i := range paragraphs {
		p := products[i%len(products)]
		fmt.Fprintf(&b, "<p><a href=\"https://shop.example/p/%s?utm_source=newsletter&amp;pos=%d\">%s</a> &ndash; %s</p>\n",
			p.sku, i+1, p.title, notes[i%len(notes)])
	}
	b.WriteString("</body></html>\n")
	return b.String()
}

// picture is an R2 event notification.
func (m *maker) picture() emulator.SeedMessage {
	p := products[m.rng.IntN(len(products))]
	event := map[string]any{
		"account": emulator.DefaultAccount, "bucket": "product-pictures", "eventTime": m.now.Format("2006-01-02T15:04:05.000Z"),
		"action": m.pick([]string{"PutObject", "PutObject", "PutObject", "CompleteMultipartUpload", "CopyObject"}),
		"object": map[string]any{
			"key":  fmt.Sprintf("%s/%s-%d.%s", p.sku, m.pick([]string{"front", "back", "detail", "Größentabelle", "木目"}), 1+m.rng.IntN(9), m.pick([]string{"jpg", "png", "webp"})),
			"size": 40_000 + m.rng.IntN(9_000_000), "eTag": m.hex(16),
		},
	}
	if m.rng.IntN(7) == 0 {
		delete(event["object"].(map[string]any), "size")
		delete(event["object"].(map[string]any), "eTag")
		event["action"] = "DeleteObject"
	}
	message := jsonMessage(event)
	message.Encoding = emulator.EncodingPlain
	return message
}

func (m *maker) invoice() emulator.SeedMessage {
	who := people[m.rng.IntN(len(people))]
	net := 1900 + m.rng.IntN(90000)
	m.invoices++
	message := jsonMessage(map[string]any{
		"invoice": fmt.Sprintf("INV-%d-%05d", m.now.Year(), m.invoices), "due": m.now.AddDate(0, 0, 14).Format(time.DateOnly),
		"recipient": map[string]any{"name": who.name, "country": who.country}, "currency": who.currency,
		"amounts": map[string]any{"net_cents": net, "tax_cents": net * 19 / 100, "gross_cents": net * 119 / 100},
	})
	message.Encoding = emulator.EncodingBase64 // the other form that has been seen
	return message
}

func (m *maker) webhook() emulator.SeedMessage {
	return jsonMessage(map[string]any{
		"id": "evt_" + m.hex(10), "type": m.pick([]string{"order.created", "order.paid", "refund.created", "stock.low"}),
		"created": m.now.Unix(), "livemode": true, "attempt_url": "https://partner" + fmt.Sprint(1+m.rng.IntN(5)) + ".example/hooks/shop",
		"data": map[string]any{"object": jsontext.Value(m.some(5).body)},
	})
}
