package casemate.waf.state;

import casemate.base.Refusal;
import casemate.waf.seclang.ActionCall;
import casemate.waf.seclang.Variable;

/// What a rule remembers when it matches: `setvar`, `expirevar`, `deprecatevar`, `initcol`, `setsid`, `setuid`,
/// `setrsc` and `setenv`, compiled.
public sealed interface Assignment permits MemberAssignment, OpenCollection, SetEnvironment {
    /// Does it now. An assignment to a collection that no rule opened has no effect.
    void apply(Scope scope);

    /// @throws Refusal with the place, when the argument is none that the action understands
    static Assignment parse(ActionCall call) {
        return switch (call.name()) {
            case SETVAR -> MemberAssignment.setvar(call);
            case EXPIREVAR -> MemberAssignment.expirevar(call);
            case DEPRECATEVAR -> MemberAssignment.deprecatevar(call);
            case INITCOL -> OpenCollection.initcol(call);
            case SETSID -> OpenCollection.of(call, Variable.SESSION);
            case SETUID -> OpenCollection.of(call, Variable.USER);
            case SETRSC -> OpenCollection.of(call, Variable.RESOURCE);
            case SETENV -> SetEnvironment.parse(call);
            default -> throw new IllegalArgumentException(call.name() + " assigns nothing");
        };
    }

    /// Whether it is carried out for each value that the rule matches, in the order in which a rule names them: so
    /// `initcol` opens what the `setvar` after it changes. The others wait until the whole chain has matched.
    static boolean isImmediate(ActionCall call) {
        return switch (call.name()) {
            case SETVAR, INITCOL, SETSID, SETUID, SETRSC -> true;
            default -> false;
        };
    }

    /// Whether [#parse] takes this action.
    static boolean is(ActionCall call) {
        return switch (call.name()) {
            case SETVAR, EXPIREVAR, DEPRECATEVAR, INITCOL, SETSID, SETUID, SETRSC, SETENV -> true;
            default -> false;
        };
    }

    static Refusal refused(ActionCall call, String why) {
        return Refusal.invalid(
                "action-malformed",
                call.place() + ": " + call.name().word() + ":" + call.argument() + " is not understood; " + why + ".");
    }
}
