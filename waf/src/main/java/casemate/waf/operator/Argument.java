package casemate.waf.operator;

import casemate.base.Refusal;
import casemate.waf.seclang.OperatorCall;
import casemate.waf.state.Macro;
import casemate.waf.text.Bytes;

/// What an operator is given: known when the rules are loaded, or known for each call because it holds macros.
///
/// @param constant as written, also when it holds macros
record Argument(Bytes constant, boolean hasMacros) {
    static Argument of(OperatorCall call) {
        Macro macro = Macro.compile(call.argument(), call.place());
        return new Argument(Bytes.latin1(call.argument()), !macro.isConstant());
    }

    /// What counts for one call.
    Bytes now(Bytes expanded) {
        return hasMacros ? expanded : constant;
    }

    /// For an operator that is compiled when the rules are loaded.
    static Argument constant(OperatorCall call) {
        Argument argument = of(call);
        if (argument.hasMacros()) {
            throw refused(call, "takes no macros: write its argument out");
        }
        return argument;
    }

    static Refusal refused(OperatorCall call, String why) {
        return Refusal.invalid(
                "operator-argument", call.place() + ": @" + call.name().word() + " " + why);
    }
}
