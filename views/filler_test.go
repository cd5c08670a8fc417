package views

import (
	"fmt"
	"reflect"
)

// filler makes values in which every string is the same one. It goes by the
// types, so that a member which a row or a setter gains later is filled as well.
type filler string

// rowsOf is a source of the same row, twice.
type rowsOf[R any] struct{ row R }

func (rowsOf[R]) Len() int    { return 2 }
func (r rowsOf[R]) Row(int) R { return r.row }

func filled[T any](s string) T {
	var v T
	filler(s).fill(reflect.ValueOf(&v).Elem(), true)
	return v
}

// fill sets every member of v; of the two elements of a list the first has its
// switches on, the second has them off.
func (f filler) fill(v reflect.Value, on bool) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(string(f))
	case reflect.Bool:
		v.SetBool(on)
	case reflect.Uint8: // tones and states, also ones that there are not
		v.SetUint(uint64(len(f) % 256))
	case reflect.Int:
		v.SetInt(1)
	case reflect.Float64:
		v.SetFloat(0.5)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(v.Index(0), true)
		f.fill(v.Index(1), false)
	case reflect.Struct:
		f.fillStruct(v, on)
	case reflect.Interface:
		v.Set(f.source(v.Type()))
	default:
		panic(fmt.Sprintf("nothing fills a %s", v.Type()))
	}
}

func (f filler) fillStruct(v reflect.Value, on bool) {
	if v.Type() == reflect.TypeFor[Prepared]() {
		v.Set(reflect.ValueOf(PrepareBody(f.body(BodyText), 40, Theme{})))
		return
	}
	for i := range v.NumField() {
		if v.Field(i).CanSet() {
			f.fill(v.Field(i), on)
		}
	}
}

func (f filler) source(t reflect.Type) reflect.Value {
	switch t {
	case reflect.TypeFor[Source[MessageRow]]():
		return reflect.ValueOf(rowsOf[MessageRow]{filled[MessageRow](string(f))})
	case reflect.TypeFor[Source[ActivityRow]]():
		return reflect.ValueOf(rowsOf[ActivityRow]{filled[ActivityRow](string(f))})
	case reflect.TypeFor[Source[MessageName]]():
		return reflect.ValueOf(rowsOf[MessageName]{filled[MessageName](string(f))})
	case reflect.TypeFor[Source[QueueRow]]():
		return reflect.ValueOf(rowsOf[QueueRow]{filled[QueueRow](string(f))})
	}
	panic(fmt.Sprintf("nothing fills a %s", t))
}

func (f filler) body(mode BodyMode) BodyInput {
	s := string(f)
	return BodyInput{Key: s, Kind: s, Raw: s, Bytes: []byte(s), How: s, Note: s, Mode: mode, Wrap: len(s)%2 == 0}
}

// feed calls every method of a component that takes text, and after each says
// which.
func (f filler) feed(component any, after func(setter string)) {
	v := reflect.ValueOf(component)
	for i := range v.NumMethod() {
		method, text := v.Method(i), false
		args := make([]reflect.Value, method.Type().NumIn())
		for j := range args {
			in := method.Type().In(j)
			text = text || holdsText(in)
			args[j] = reflect.New(in).Elem()
		}
		if !text {
			continue
		}
		for _, arg := range args {
			f.fill(arg, true)
		}
		if method.Type().IsVariadic() {
			method.CallSlice(args)
		} else {
			method.Call(args)
		}
		after(v.Type().Method(i).Name)
	}
}

// holdsText reports whether what a setter takes brings text with it.
func holdsText(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.String:
		return true
	case reflect.Slice:
		return holdsText(t.Elem())
	case reflect.Interface: // a source of rows
		row, found := t.MethodByName("Row")
		return found && holdsText(row.Type.Out(0))
	case reflect.Struct:
		for i := range t.NumField() {
			if field := t.Field(i); field.IsExported() && holdsText(field.Type) {
				return true
			}
		}
		return t == reflect.TypeFor[Prepared]()
	}
	return false
}
