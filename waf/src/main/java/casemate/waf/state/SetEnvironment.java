package casemate.waf.state;

import casemate.waf.seclang.ActionCall;
import casemate.waf.text.Bytes;

/// `setenv:name=value`, kept with the transaction and never in this process's environment: rules and whoever asks for
/// the verdict read it.
record SetEnvironment(Macro name, Macro value) implements Assignment {
    static Assignment parse(ActionCall call) {
        String text = call.argument();
        int equals = MemberAssignment.equalsSign(text);
        if (equals == 0 || text.isEmpty()) {
            throw Assignment.refused(call, "write name=value");
        }
        String name = equals < 0 ? text : text.substring(0, equals);
        String value = equals < 0 ? "" : text.substring(equals + 1);
        return new SetEnvironment(Macro.compile(name, call.place()), Macro.compile(value, call.place()));
    }

    @Override
    public void apply(Scope scope) {
        Bytes key = name.expand(scope);
        if (!key.isEmpty()) {
            scope.collections().environment().set(key.toLatin1(), value.expand(scope));
        }
    }
}
