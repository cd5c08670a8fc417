package inbox

import (
	"container/list"
	"strings"

	"leaseview/apiclient"
	"leaseview/apiclient/body"
)

// The cache of decoded bodies holds what a screen shows and some scrolling, and
// no more than a few of the largest messages that the API takes (128 KB).
const (
	cachedBodies     = 256
	cachedBodyBytes  = 8 << 20
	contentTypeField = "CF-Content-Type"
)

// Body decodes a message's body, or finds it among the last ones decoded. It
// is the zero Body for a message that was never seen.
func (b *Inbox) Body(id apiclient.MessageID) body.Body {
	r, ok := b.byID[id]
	if !ok {
		return body.Body{}
	}
	return b.bodies.get(r.Message)
}

// ContentType is the content type that a message's metadata names, in whatever
// case the key is written; "" without one.
func ContentType(m apiclient.Message) string {
	for _, entry := range m.Metadata {
		if strings.EqualFold(entry.Key, contentTypeField) {
			return entry.Value
		}
	}
	return ""
}

// decode decodes a body. One that came as something other than a string is
// JSON, whatever its content type.
func decode(contentType string, m apiclient.Message) body.Body {
	if m.BodyJSON != nil {
		return body.Decode("json", string(m.BodyJSON))
	}
	return body.Decode(contentType, m.Body)
}

// bodyCache keeps the bodies decoded last, by message.
type bodyCache struct {
	recent *list.List // of *cachedBody, the newest in front
	byID   map[apiclient.MessageID]*list.Element
	bytes  int
}

type cachedBody struct {
	id          apiclient.MessageID
	contentType string
	raw         string // what was decoded: a message may come again with another body
	body        body.Body
}

func newBodyCache() bodyCache {
	return bodyCache{recent: list.New(), byID: map[apiclient.MessageID]*list.Element{}}
}

func (c *bodyCache) get(m apiclient.Message) body.Body {
	contentType, raw := ContentType(m), m.Body
	if m.BodyJSON != nil {
		raw = string(m.BodyJSON)
	}
	if e, ok := c.byID[m.ID]; ok {
		cached := e.Value.(*cachedBody)
		if cached.contentType == contentType && cached.raw == raw {
			c.recent.MoveToFront(e)
			return cached.body
		}
		c.drop(e)
	}
	decoded := decode(contentType, m)
	c.byID[m.ID] = c.recent.PushFront(&cachedBody{id: m.ID, contentType: contentType, raw: raw, body: decoded})
	c.bytes += len(decoded.Bytes)
	for c.recent.Len() > 1 && (c.recent.Len() > cachedBodies || c.bytes > cachedBodyBytes) {
		c.drop(c.recent.Back())
	}
	return decoded
}

func (c *bodyCache) drop(e *list.Element) {
	cached := c.recent.Remove(e).(*cachedBody)
	delete(c.byID, cached.id)
	c.bytes -= len(cached.body.Bytes)
}
