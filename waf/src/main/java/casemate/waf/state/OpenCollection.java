package casemate.waf.state;

import casemate.waf.seclang.ActionCall;
import casemate.waf.seclang.Variable;

/// `initcol:ip=%{REMOTE_ADDR}`, `setsid:%{REQUEST_COOKIES.sid}`, `setuid`, `setrsc`: which record a shared collection
/// is from now on.
record OpenCollection(Variable kind, Macro key) implements Assignment {
    static Assignment initcol(ActionCall call) {
        String text = call.argument();
        int equals = text.indexOf('=');
        Variable kind = Variable.named(text.substring(0, Math.max(0, equals)))
                .filter(v -> Collections.holds(v) && v != Variable.TX)
                .orElseThrow(() -> Assignment.refused(
                        call, "write collection=key with one of ip, global, session, user and resource"));
        return new OpenCollection(kind, Macro.compile(text.substring(equals + 1), call.place()));
    }

    static Assignment of(ActionCall call, Variable kind) {
        if (call.argument().isEmpty()) {
            throw Assignment.refused(call, "give it a key");
        }
        return new OpenCollection(kind, Macro.compile(call.argument(), call.place()));
    }

    @Override
    public void apply(Scope scope) {
        scope.collections().open(kind, key.expand(scope));
    }
}
