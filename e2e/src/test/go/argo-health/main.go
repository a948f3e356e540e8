// A health check of Argo CD as Argo CD runs it: the same Lua in Go, the object as the table obj, only the libraries that Argo CD opens. The script is
// the argument, the object is JSON on standard input; it prints the status and the message, a line each.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"

	lua "github.com/yuin/gopher-lua"
)

func main() {
	script, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var object map[string]any
	if err := json.NewDecoder(os.Stdin).Decode(&object); err != nil {
		log.Fatal(err)
	}
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for name, open := range map[string]lua.LGFunction{
		lua.LoadLibName: lua.OpenPackage, lua.BaseLibName: lua.OpenBase, lua.TabLibName: lua.OpenTable, lua.StringLibName: lua.OpenString,
	} {
		if err := state.CallByParam(lua.P{Fn: state.NewFunction(open), Protect: true}, lua.LString(name)); err != nil {
			log.Fatal(err)
		}
	}
	state.SetGlobal("obj", value(state, object))
	if err := state.DoString(string(script)); err != nil {
		log.Fatal(err)
	}
	health, isTable := state.Get(-1).(*lua.LTable)
	if !isTable {
		log.Fatal("the script returned no table")
	}
	fmt.Println(health.RawGetString("status"))
	fmt.Println(health.RawGetString("message"))
}

func value(state *lua.LState, json any) lua.LValue {
	switch it := json.(type) {
	case map[string]any:
		table := state.NewTable()
		for name, member := range it {
			table.RawSetString(name, value(state, member))
		}
		return table
	case []any:
		table := state.NewTable()
		for _, element := range it {
			table.Append(value(state, element))
		}
		return table
	case string:
		return lua.LString(it)
	case float64:
		return lua.LNumber(it)
	case bool:
		return lua.LBool(it)
	default:
		return lua.LNil
	}
}
