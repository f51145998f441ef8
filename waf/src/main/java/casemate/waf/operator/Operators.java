package casemate.waf.operator;

import casemate.base.Refusal;
import casemate.waf.injection.CrossSiteScripting;
import casemate.waf.injection.SqlInjection;
import casemate.waf.pattern.BytePattern;
import casemate.waf.pattern.PatternRefused;
import casemate.waf.pattern.Phrases;
import casemate.waf.seclang.OperatorCall;
import casemate.waf.seclang.RuleFiles;
import casemate.waf.text.Bytes;
import java.util.List;

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
            case RX -> pattern(call, false);
            case RX_GLOBAL -> pattern(call, true);
            case PM ->
                phrases(
                        call,
                        PhraseList.words(Argument.constant(call).constant().toLatin1()));
            case PMF, PM_FROM_FILE -> phrases(call, PhraseList.lines(file(call, files)));
            case DETECT_SQLI -> Operators::injectsSql;
            case DETECT_XSS -> Operators::injectsScript;
            case VERIFY_CC -> numbers(call, IdentityNumbers::isCard);
            case VERIFY_CPF -> numbers(call, IdentityNumbers::isCpf);
            case VERIFY_SSN -> numbers(call, IdentityNumbers::isSsn);
            case VERIFY_SVNR -> numbers(call, IdentityNumbers::isSvnr);
        };
    }

    private static Operator text(OperatorCall call, TextOperator.Comparison comparison) {
        return new TextOperator(Argument.of(call), comparison);
    }

    private static Operator number(OperatorCall call, NumberOperator.Comparison comparison) {
        return new NumberOperator(Argument.of(call), comparison);
    }

    /// An empty pattern matches everything and notes nothing.
    private static Operator pattern(OperatorCall call, boolean global) {
        if (call.argument().isEmpty()) {
            return (value, argument, captures) -> true;
        }
        return Argument.of(call).hasMacros()
                ? new ChangingPattern(call, global)
                : new PatternOperator(compiled(call), global);
    }

    private static Operator numbers(OperatorCall call, NumberSearch.Check check) {
        Argument.constant(call);
        if (call.argument().isEmpty()) {
            throw Argument.refused(call, "needs a pattern that finds the numbers");
        }
        return new NumberSearch(compiled(call), check);
    }

    private static BytePattern compiled(OperatorCall call) {
        try {
            return BytePattern.compile(call.argument());
        } catch (PatternRefused e) {
            throw Argument.refused(
                    call, "cannot use this pattern, at its character " + e.offset() + ": " + e.getMessage());
        }
    }

    private static Operator phrases(OperatorCall call, List<Bytes> phrases) {
        if (phrases.isEmpty()) {
            throw Argument.refused(call, "has no phrase to look for");
        }
        return new PhraseOperator(Phrases.of(phrases));
    }

    private static boolean injectsSql(Bytes value, Bytes argument, Captures captures) {
        String fingerprint = SqlInjection.fingerprint(value.array(), value.from(), value.to());
        if (fingerprint == null) {
            return false;
        }
        captures.add(Bytes.latin1(fingerprint));
        return true;
    }

    private static boolean injectsScript(Bytes value, Bytes argument, Captures captures) {
        if (!CrossSiteScripting.found(value.array(), value.from(), value.to())) {
            return false;
        }
        captures.add(value);
        return true;
    }

    private static Bytes file(OperatorCall call, RuleFiles files) {
        return files.data(call.argument().strip(), call.place());
    }
}
