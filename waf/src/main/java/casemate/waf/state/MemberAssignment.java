package casemate.waf.state;

import casemate.waf.seclang.ActionCall;
import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import org.jspecify.annotations.Nullable;

/// `setvar:tx.score=+%{tx.critical}`, `expirevar:ip.blocked=60`, `deprecatevar:session.score=1/60`: one member of a
/// collection, whose name may hold macros.
final class MemberAssignment implements Assignment {
    private static final String FORM =
            "write collection.name=value with one of tx, ip, global, session, user and resource";

    private final Variable kind;
    private final Macro key;
    private final @Nullable String constantKey;
    private final Act act;

    private sealed interface Act {
        record Set(Macro value) implements Act {}

        record Add(Macro summand) implements Act {}

        record Subtract(Macro summand) implements Act {}

        record Unset() implements Act {}

        record Expire(Macro seconds) implements Act {}

        record Decay(long amount, long seconds) implements Act {}
    }

    private MemberAssignment(ActionCall call, String target, Act act) {
        int dot = separator(target);
        this.kind = Variable.named(target.substring(0, Math.max(0, dot)))
                .filter(Collections::holds)
                .orElseThrow(() -> Assignment.refused(call, FORM));
        if (dot + 1 == target.length()) {
            throw Assignment.refused(call, FORM);
        }
        this.key = Macro.compile(target.substring(dot + 1), call.place());
        this.constantKey = key.isConstant() ? target.substring(dot + 1) : null;
        this.act = act;
    }

    static Assignment setvar(ActionCall call) {
        String text = call.argument();
        if (text.startsWith("!")) {
            return new MemberAssignment(call, text.substring(1), new Act.Unset());
        }
        int equals = equalsSign(text);
        if (equals < 0) {
            return new MemberAssignment(call, text, new Act.Set(Macro.compile("1", call.place())));
        }
        String value = text.substring(equals + 1);
        Act act = switch (value.isEmpty() ? ' ' : value.charAt(0)) {
            case '+' -> new Act.Add(Macro.compile(value.substring(1), call.place()));
            case '-' -> new Act.Subtract(Macro.compile(value.substring(1), call.place()));
            default -> new Act.Set(Macro.compile(value, call.place()));
        };
        return new MemberAssignment(call, text.substring(0, equals), act);
    }

    static Assignment expirevar(ActionCall call) {
        String text = call.argument();
        int equals = equalsSign(text);
        if (equals < 0) {
            throw Assignment.refused(call, "write collection.name=seconds");
        }
        Macro seconds = Macro.compile(text.substring(equals + 1), call.place());
        if (seconds.isConstant() && !text.substring(equals + 1).matches("[0-9]{1,9}")) {
            throw Assignment.refused(call, "write collection.name=seconds");
        }
        return new MemberAssignment(call, text.substring(0, equals), new Act.Expire(seconds));
    }

    static Assignment deprecatevar(ActionCall call) {
        String text = call.argument();
        int equals = equalsSign(text);
        String rate = text.substring(equals + 1);
        int slash = rate.indexOf('/');
        if (equals < 0 || !rate.matches("[0-9]{1,9}/0*[1-9][0-9]{0,8}")) {
            throw Assignment.refused(call, "write collection.name=amount/seconds, such as session.score=1/60");
        }
        Act act = new Act.Decay(Long.parseLong(rate.substring(0, slash)), Long.parseLong(rate.substring(slash + 1)));
        return new MemberAssignment(call, text.substring(0, equals), act);
    }

    @Override
    public void apply(Scope scope) {
        Collection collection = scope.collections().of(kind);
        if (collection == null) {
            return;
        }
        String name = constantKey == null ? key.expand(scope).toLatin1() : constantKey;
        switch (act) {
            case Act.Set(Macro value) -> collection.set(name, value.expand(scope));
            case Act.Add(Macro summand) -> collection.add(name, summand.number(scope));
            case Act.Subtract(Macro summand) -> collection.add(name, -summand.number(scope));
            case Act.Unset() -> collection.unset(name);
            case Act.Expire(Macro seconds) -> expire(collection, name, seconds.expand(scope));
            case Act.Decay(long amount, long seconds) -> collection.decay(name, amount, seconds);
        }
    }

    /// What is no number of seconds ends nothing, rather than ending it at once: a block would be lifted.
    private static void expire(Collection collection, String name, Bytes seconds) {
        for (int i = 0; i < seconds.length(); i++) {
            if (seconds.at(i) < '0' || seconds.at(i) > '9') {
                return;
            }
        }
        if (!seconds.isEmpty()) {
            collection.expire(name, Numbers.parse(seconds));
        }
    }

    /// The first `=` that does not stand in a macro.
    static int equalsSign(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '=') {
                return i;
            }
            if (text.startsWith("%{", i) && text.indexOf('}', i) > 0) {
                i = text.indexOf('}', i);
            }
        }
        return -1;
    }

    /// Where the collection's name ends.
    private static int separator(String target) {
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) == '.' || target.charAt(i) == ':') {
                return i;
            }
        }
        return -1;
    }
}
