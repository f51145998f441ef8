package casemate.waf.ftw;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.waf.Firewall;
import casemate.waf.FirewallConfig;
import casemate.waf.RuleMatch;
import casemate.waf.Transaction;
import casemate.waf.Verdict;
import casemate.waf.seclang.ActionName;
import casemate.waf.seclang.Directive;
import casemate.waf.seclang.Place;
import casemate.waf.text.Bytes;
import casemate.waf.transform.Transformation;
import casemate.waf.transform.Transformations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Why a request is let through or not: every rule that matched, each value that it matched, and what that value was
/// after each transformation.
///
/// @param verdict one line
public record Explanation(boolean blocked, String verdict, List<Matched> matched) {
    /// Longer values are cut where they are shown.
    private static final int MOST_SHOWN = 200;

    public Explanation {
        matched = List.copyOf(matched);
    }

    /// A rule that matched.
    public record Matched(RuleMatch match, List<Seen> seen) {
        public Matched {
            seen = List.copyOf(seen);
        }
    }

    /// A value that a rule matched, as received and after each step.
    ///
    /// @param operator of the rule, as written
    public record Seen(String variable, String operator, List<Step> steps) {
        public Seen {
            steps = List.copyOf(steps);
        }
    }

    /// @param name of the transformation, or `as received`
    public record Step(String name, String value) {}

    /// Runs the request's phases.
    ///
    /// @param request bytes of an HTTP/1.1 request; a file's plain line ends are mended, a missing length is added
    public static Explanation of(FirewallConfig config, Bytes request) {
        Received received = ServerParser.parse(RequestFile.mended(request).toArray());
        return switch (received) {
            case Received.Request accepted -> examined(config, accepted);
            case Received.Refused(int status, String why) ->
                new Explanation(true, "refused with " + status + " before the firewall sees it: " + why, List.of());
            case Received.Silent(String why) ->
                throw Refusal.invalid("request-incomplete", "The request is not complete: " + why + ".");
        };
    }

    private static Explanation examined(FirewallConfig config, Received.Request request) {
        List<Directive> directives = new ArrayList<>();
        config.rules().forEach(source -> directives.addAll(source.read()));
        Map<Place, Directive.Rule> rules = new HashMap<>();
        directives.forEach(d -> {
            if (d instanceof Directive.Rule rule) {
                for (Optional<Directive.Rule> r = Optional.of(rule);
                        r.isPresent();
                        r = r.get().chained()) {
                    rules.put(r.get().place(), r.get());
                }
            }
        });
        Transaction transaction = Firewall.load(config).begin();
        FtwRunner.ask(transaction, request);
        Verdict verdict = transaction.finish();
        List<Matched> matched = transaction.matches().stream()
                .map(m -> new Matched(
                        m,
                        m.hits().stream()
                                .map(h -> seen(h, Optional.ofNullable(rules.get(h.place()))))
                                .toList()))
                .toList();
        return new Explanation(verdict.blocked(), told(verdict), matched);
    }

    private static String told(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Pass(var scores) -> "passes; anomaly score " + scores.inbound();
            case Verdict.Block b ->
                "blocked with " + b.status() + " by " + b.ruleId() + ": " + b.message() + "; anomaly score "
                        + b.scores().inbound();
        };
    }

    private static Seen seen(RuleMatch.Hit hit, Optional<Directive.Rule> rule) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("as received", shown(hit.value())));
        Bytes value = hit.value();
        for (Transformation transformation : transformations(rule)) {
            value = transformation.apply(value);
            steps.add(new Step("t:" + transformation.name(), shown(value)));
        }
        String operator = rule.flatMap(Directive.Rule::operator)
                .map(o -> (o.negated() ? "!@" : "@") + o.name().word() + " " + o.argument())
                .orElse("SecAction");
        return new Seen(hit.variable(), cut(operator), steps);
    }

    private static List<Transformation> transformations(Optional<Directive.Rule> rule) {
        List<Transformation> chain = new ArrayList<>();
        rule.ifPresent(r -> r.actions().stream()
                .filter(a -> a.name() == ActionName.T)
                .forEach(a -> {
                    if (a.argument().equalsIgnoreCase("none")) {
                        chain.clear();
                    } else {
                        Transformations.named(a.argument()).ifPresent(chain::add);
                    }
                }));
        return chain;
    }

    private static String shown(Bytes value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(value.length(), MOST_SHOWN); i++) {
            int b = value.at(i);
            text.append(b >= ' ' && b < 0x7f ? String.valueOf((char) b) : String.format("\\x%02x", b));
        }
        return value.length() > MOST_SHOWN ? text + "… (" + value.length() + " bytes)" : text.toString();
    }

    private static String cut(String text) {
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
    }

    /// For a person.
    public String text() {
        StringBuilder out = new StringBuilder(verdict).append('\n');
        for (Matched m : matched) {
            RuleMatch match = m.match();
            out.append('\n').append(match.id()).append("  phase ").append(match.phase());
            out.append("  ").append(match.message()).append('\n');
            out.append("  ").append(match.place()).append('\n');
            for (Seen seen : m.seen()) {
                out.append("  ")
                        .append(seen.variable())
                        .append(" by ")
                        .append(seen.operator())
                        .append('\n');
                seen.steps().forEach(step -> out.append(String.format("    %-22s %s%n", step.name(), step.value())));
            }
        }
        return out.toString();
    }

    /// For a program.
    public Json json() {
        return Json.object()
                .put("blocked", blocked)
                .put("verdict", verdict)
                .put("matched", Json.array(matched, Explanation::json))
                .build();
    }

    private static Json json(Matched m) {
        return Json.object()
                .put("id", m.match().id())
                .put("phase", m.match().phase())
                .put("message", m.match().message())
                .put("place", m.match().place().toString())
                .put("seen", Json.array(m.seen(), Explanation::json))
                .build();
    }

    private static Json json(Seen seen) {
        return Json.object()
                .put("variable", seen.variable())
                .put("operator", seen.operator())
                .put(
                        "steps",
                        Json.array(
                                seen.steps(),
                                step -> Json.object()
                                        .put("after", step.name())
                                        .put("value", step.value())
                                        .build()))
                .build();
    }
}
