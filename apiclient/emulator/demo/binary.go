package demo

import (
	"encoding/binary"
	"math"
	"time"
	"unicode/utf16"

	"leaseview/apiclient/emulator"
)

// reading is a frame of a sensor in a binary form of its own: a magic, the
// device, a time, and pairs of channel and value.
func (m *maker) reading() emulator.SeedMessage {
	samples := 12 + m.rng.IntN(60)
	if m.rng.IntN(25) == 0 {
		samples = 2500 // a device that was offline empties its buffer
	}
	frame := append([]byte("SNS\x02"), byte(m.rng.IntN(24)), 0, 0, 0)
	frame = binary.BigEndian.AppendUint64(frame, uint64(m.now.UnixMilli()))
	level := 18 + 6*m.rng.Float64()
	for i := range samples {
		level += (m.rng.Float64() - 0.5) / 4
		frame = append(frame, byte(i%4))
		frame = binary.BigEndian.AppendUint32(frame, math.Float32bits(float32(level)))
	}
	return emulator.SeedMessage{ContentType: "bytes", Body: string(frame)}
}

// loyalty is what an old Worker sends that never asked for a content type: a
// structured clone, with a Date and a Map that JSON could not hold.
func (m *maker) loyalty() emulator.SeedMessage {
	who := people[m.rng.IntN(len(people))]
	var w v8Writer
	w.object(
		field{"kind", "points.earned"},
		field{"member", who.name},
		field{"points", 5 * (1 + m.rng.IntN(60))},
		field{"earnedAt", m.now},
		field{"multiplier", 1 + float64(m.rng.IntN(4))/4},
		field{"vip", m.rng.IntN(3) == 0},
		field{"referrer", nil},
		field{"balances", []field{{"bronze", m.rng.IntN(900)}, {"silver", m.rng.IntN(90)}, {"gold", m.rng.IntN(9)}}},
	)
	return emulator.SeedMessage{ContentType: "v8", Body: string(w.data)}
}

// v8Writer writes values as V8's structured clone does, version 15. It knows
// the few types that the demo needs.
type v8Writer struct{ data []byte }

// field is a property of an object or an entry of a Map.
type field struct {
	name  string
	value any
}

func (w *v8Writer) object(fields ...field) {
	w.data = append(w.data, 0xff, 0x0f, 'o')
	for _, f := range fields {
		w.text(f.name)
		w.value(f.value)
	}
	w.data = append(w.data, '{')
	w.data = binary.AppendUvarint(w.data, uint64(len(fields)))
}

func (w *v8Writer) value(v any) {
	switch v := v.(type) {
	case string:
		w.text(v)
	case int:
		w.integer(v)
	case float64:
		w.double('N', v)
	case time.Time:
		w.double('D', float64(v.UnixMilli()))
	case bool:
		w.data = append(w.data, map[bool]byte{true: 'T', false: 'F'}[v])
	case []field:
		w.data = append(w.data, ';')
		for _, f := range v {
			w.text(f.name)
			w.value(f.value)
		}
		w.data = append(w.data, ':')
		w.data = binary.AppendUvarint(w.data, uint64(2*len(v)))
	default:
		w.data = append(w.data, '0') // null
	}
}

func (w *v8Writer) integer(n int) {
	w.data = append(w.data, 'I')
	w.data = binary.AppendVarint(w.data, int64(n)) // zigzag, as V8's
}

func (w *v8Writer) double(tag byte, f float64) {
	w.data = append(w.data, tag)
	w.data = binary.LittleEndian.AppendUint64(w.data, math.Float64bits(f))
}

// text writes a string of one byte a character where that is possible, else of
// two; those are aligned to even offsets.
func (w *v8Writer) text(s string) {
	units := utf16.Encode([]rune(s))
	narrow := true
	for _, u := range units {
		narrow = narrow && u < 0x100
	}
	if narrow {
		w.data = append(w.data, '"')
		w.data = binary.AppendUvarint(w.data, uint64(len(units)))
		for _, u := range units {
			w.data = append(w.data, byte(u))
		}
		return
	}
	size := binary.AppendUvarint(nil, uint64(2*len(units)))
	if (len(w.data)+1+len(size))%2 == 1 {
		w.data = append(w.data, 0)
	}
	w.data = append(append(w.data, 'c'), size...)
	for _, u := range units {
		w.data = binary.LittleEndian.AppendUint16(w.data, u)
	}
}
