package casemate.waf.operator;

import casemate.base.Refusal;
import casemate.waf.seclang.OperatorCall;
import casemate.waf.seclang.RuleFiles;
import casemate.waf.text.Bytes;

/// Makes operators from the calls in rules: all that can be known then is checked and compiled then.
public final class Operators {
    private Operators() {}

    /// @param files where the lists lie that `…FromFile` names
    /// @throws Refusal with the place, when the argument is malformed or a file cannot be read
    public static Operator compile(OperatorCall call, RuleFiles files) {
        return switch (call.name()) {
            case BEGINS_WITH -> text(call, TextOperator::beginsWith);
            case CONTAINS, STRMATCH -> text(call, TextOperator::contains);
            case CONTAINS_WORD -> text(call, TextOperator::containsWord);
            case ENDS_WITH -> text(call, TextOperator::endsWith);
            case STREQ -> text(call, Bytes::equals);
            case WITHIN -> text(call, TextOperator::within);
            case EQ -> number(call, (value, argument) -> value == argument);
            case GE -> number(call, (value, argument) -> value >= argument);
            case GT -> number(call, (value, argument) -> value > argument);
            case LE -> number(call, (value, argument) -> value <= argument);
            case LT -> number(call, (value, argument) -> value < argument);
            case IP_MATCH ->
                AddressOperator.compile(call, Argument.constant(call).constant().toLatin1());
            case IP_MATCH_F, IP_MATCH_FROM_FILE ->
                AddressOperator.compile(call, file(call, files).toLatin1());
            case NO_MATCH, GEO_LOOKUP, RBL -> (value, argument, captures) -> false;
            case UNCONDITIONAL_MATCH -> (value, argument, captures) -> true;
            case VALIDATE_BYTE_RANGE -> new ByteRangeOperator(call);
            case VALIDATE_URL_ENCODING -> EncodingChecks::urlBroken;
            case VALIDATE_UTF8_ENCODING -> EncodingChecks::utf8Broken;
            case DETECT_SQLI,
                    DETECT_XSS,
                    PM,
                    PMF,
                    PM_FROM_FILE,
                    RX,
                    RX_GLOBAL,
                    VERIFY_CC,
                    VERIFY_CPF,
                    VERIFY_SSN,
                    VERIFY_SVNR -> throw Argument.refused(call, "is not built yet");
        };
    }

    private static Operator text(OperatorCall call, TextOperator.Comparison comparison) {
        return new TextOperator(Argument.of(call), comparison);
    }

    private static Operator number(OperatorCall call, NumberOperator.Comparison comparison) {
        return new NumberOperator(Argument.of(call), comparison);
    }

    private static Bytes file(OperatorCall call, RuleFiles files) {
        return files.data(call.argument().strip(), call.place());
    }
}
