package demo

type person struct {
	name, mailbox, locale, currency string
	street, city, postal, country   string
}

var people = []person{
	{"Maren Oldenkott", "maren.oldenkott", "de-DE", "EUR", "Lämmersieth 41", "Hamburg", "22305", "DE"},
	{"Zoë Ferreira-Lund", "zoe", "en-GB", "GBP", "7 Tannery Yard", "Bristol", "BS1 6QA", "GB"},
	{"Łukasz Wójcik", "lukasz.w", "pl-PL", "PLN", "ul. Świętokrzyska 14/3", "Kraków", "30-015", "PL"},
	{"佐藤 由美子", "yumiko.sato", "ja-JP", "JPY", "神南1丁目 5-2", "渋谷区", "150-0041", "JP"},
	{"Aïcha Benkirane", "aicha.b", "fr-FR", "EUR", "18 rue des Lilas", "Nantes", "44000", "FR"},
	{"O'Neil \"Skip\" Hargrove", "skip", "en-US", "USD", "2209 Larkspur Ln, Apt #4", "Boise", "83702", "US"},
	{"דנה לוי", "dana.levy", "he-IL", "ILS", "רחוב הרצל 12", "חיפה", "3303501", "IL"},
	{"Søren Ågesen", "soren", "da-DK", "DKK", "Nørregade 3, 2. tv", "Aarhus", "8000", "DK"},
	{"Nguyễn Thị Hạnh", "hanh.nguyen", "vi-VN", "VND", "45 Lý Thường Kiệt", "Đà Nẵng", "550000", "VN"},
	{"Priya Raghunathan", "priya.r", "en-IN", "INR", "14/2 Residency Road", "Bengaluru", "560025", "IN"},
}

type product struct {
	sku, title string
	cents      int
	option     string
	values     []string
}

var products = []product{
	{"BIKE-LT-210", "Rear light, USB-C, 210 lm", 3490, "colour", []string{"black", "silver"}},
	{"WOOL-SC-07", "Merino scarf", 4900, "colour", []string{"petrol", "rust", "undyed"}},
	{"TYR-700-35W", "Winter tyre 700×35C", 5450, "", nil},
	{"MUG-ENAM-1", "Enamel mug, 0.4 l", 1290, "print", []string{"none", "fox", "山"}},
	{"PANN-20-GR", "Pannier 20 l, roll-top", 8900, "side", []string{"left", "right", "pair"}},
	{"TOOL-M19", "Multitool, 19 functions", 3290, "", nil},
	{"HELM-CTY-3", "City helmet", 7950, "size", []string{"S", "M", "L"}},
	{"LOCK-FLD-90", "Folding lock, 90 cm", 9990, "", nil},
	{"GLV-WNT-2", "Winter gloves, touch-screen thumbs", 4450, "size", []string{"7", "8", "9", "10"}},
	{"OIL-CHN-50", "Chain oil, 50 ml", 890, "", nil},
}

var notes = []string{
	"Please ring at the back, the front bell is broken.",
	"Gift: no invoice in the parcel 🎁",
	"Leave with the neighbour (3rd floor, \"Café Klein\").",
	"Ich bin erst ab 17 Uhr zu Hause – danke!",
	"配達は午後にお願いします。",
	"Second attempt: the first one went to the old address.",
}
