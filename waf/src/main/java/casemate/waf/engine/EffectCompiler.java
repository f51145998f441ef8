package casemate.waf.engine;

import casemate.base.Refusal;
import casemate.waf.audit.AuditEngine;
import casemate.waf.audit.AuditPart;
import casemate.waf.engine.Effect.Mask.What;
import casemate.waf.seclang.ActionCall;
import casemate.waf.seclang.Target;
import casemate.waf.seclang.Variable;
import casemate.waf.state.Assignment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compiles the actions that change the transaction once all of a chain matched: `ctl`, `sanitise…`, and the
/// assignments that are not immediate.
final class EffectCompiler {
    private static final Pattern BYTES_SHOWN = Pattern.compile("(\\d{1,4})?/?(\\d{1,4})?");

    private final RuleIndex rules;

    EffectCompiler(RuleIndex rules) {
        this.rules = rules;
    }

    /// Empty for actions that are no effects.
    Optional<Effect> compile(ActionCall call) {
        return switch (call.name()) {
            case CTL -> Optional.of(control(call));
            case SANITISE_ARG -> mask(What.ARGUMENT, call);
            case SANITISE_REQUEST_HEADER -> mask(What.REQUEST_HEADER, call);
            case SANITISE_RESPONSE_HEADER -> mask(What.RESPONSE_HEADER, call);
            case SANITISE_MATCHED -> Optional.of(new Effect.MaskMatched());
            case SANITISE_MATCHED_BYTES -> Optional.of(maskBytes(call));
            case SETVAR, INITCOL, SETSID, SETUID, SETRSC -> Optional.empty();
            default -> Assignment.is(call) ? Optional.of(new Effect.Assign(Assignment.parse(call))) : Optional.empty();
        };
    }

    private static Optional<Effect> mask(What what, ActionCall call) {
        return Optional.of(new Effect.Mask(what, call.argument()));
    }

    private static Effect maskBytes(ActionCall call) {
        Matcher shown = BYTES_SHOWN.matcher(call.argument());
        if (!shown.matches()) {
            throw refused(call, "two numbers such as 1/4");
        }
        return new Effect.MaskMatchedBytes(number(shown.group(1)), number(shown.group(2)));
    }

    private static int number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private Effect control(ActionCall call) {
        int equals = call.argument().indexOf('=');
        String name = equals < 0 ? call.argument() : call.argument().substring(0, equals);
        String value = equals < 0 ? "" : call.argument().substring(equals + 1);
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "ruleengine" -> new Effect.SetMode(mode(call, value));
            case "ruleremovebyid" -> new Effect.RemoveRules(rules.byIds(call, value));
            case "ruleremovebytag" -> new Effect.RemoveRules(rules.byTag(value));
            case "ruleremovebymsg" -> new Effect.RemoveRules(rules.byMessage(value));
            case "ruleremovetargetbyid" -> target(call, value, rules.byIds(call, first(value)));
            case "ruleremovetargetbytag" -> target(call, value, rules.byOwnTag(first(value)));
            case "ruleremovetargetbymsg" -> target(call, value, rules.byMessage(first(value)));
            case "requestbodyprocessor" ->
                new Effect.SetProcessor(
                        Processor.named(value).orElseThrow(() -> refused(call, "URLENCODED, MULTIPART, JSON or XML")));
            case "forcerequestbodyvariable" -> new Effect.ForceRequestBody(on(call, value));
            case "requestbodyaccess" -> new Effect.RequestBodyAccess(on(call, value));
            case "responsebodyaccess" -> new Effect.ResponseBodyAccess(on(call, value));
            case "auditengine" ->
                new Effect.SetAuditEngine(
                        AuditEngine.named(value).orElseThrow(() -> refused(call, "On, Off or RelevantOnly")));
            case "auditlogparts" -> {
                if (AuditPart.changed(Set.of(), value).isEmpty()) {
                    throw refused(call, "letters of parts, such as +E");
                }
                yield new Effect.ChangeAuditParts(value);
            }
            default -> throw refused(call, "a control that this engine has");
        };
    }

    private static String first(String value) {
        int semicolon = value.indexOf(';');
        return semicolon < 0 ? value : value.substring(0, semicolon);
    }

    private static Effect target(ActionCall call, String value, RuleBits meant) {
        int semicolon = value.indexOf(';');
        String target = semicolon < 0 ? "" : value.substring(semicolon + 1).strip();
        Selection values = selection(target).orElseThrow(() -> refused(call, "a variable after the semicolon"));
        return new Effect.RemoveTarget(meant, values);
    }

    /// Which values `ARGS` or `ARGS:content` means; empty when there is no such variable.
    static Optional<Selection> selection(String target) {
        int colon = target.indexOf(':');
        String name = colon < 0 ? target : target.substring(0, colon);
        Target.Selector selector = colon < 0 ? new Target.Selector.All() : selector(target.substring(colon + 1));
        return Variable.named(name).map(variable -> Selection.of(variable, selector));
    }

    private static Target.Selector selector(String key) {
        String plain =
                key.length() > 1 && key.startsWith("'") && key.endsWith("'") ? key.substring(1, key.length() - 1) : key;
        return plain.length() > 1 && plain.startsWith("/") && plain.endsWith("/")
                ? new Target.Selector.Matching(plain.substring(1, plain.length() - 1))
                : new Target.Selector.Key(plain);
    }

    private static Settings.Mode mode(ActionCall call, String word) {
        if (!List.of("on", "off", "detectiononly").contains(word.toLowerCase(Locale.ROOT))) {
            throw refused(call, "On, Off or DetectionOnly");
        }
        return Settings.Mode.of(word);
    }

    private static boolean on(ActionCall call, String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "on" -> true;
            case "off" -> false;
            default -> throw refused(call, "On or Off");
        };
    }

    static Refusal refused(ActionCall call, String expected) {
        return Refusal.invalid(
                "action-malformed",
                call.place() + ": " + call.name().word() + ":" + call.argument() + " is not understood; expected "
                        + expected + ".");
    }
}
