package casemate.waf.modsecurity;

import casemate.waf.Firewall;
import casemate.waf.FirewallConfig;
import casemate.waf.RuleMatch;
import casemate.waf.Transaction;
import casemate.waf.Verdict;
import casemate.waf.seclang.RulesRefused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Runs one case. What ModSecurity writes to its debug log about the values that a rule looked at is asked of a twin of
/// each rule, which matches every value and says so.
final class RegressionRun {
    private static final int OK = 200;

    /// Twins have ids that no case uses.
    private static final int TWINS = 77_000_000;

    /// What this engine does not carry out, by a word in the rules or in the refusal.
    private static final Map<String, String> ABSENT = absent();

    /// How ModSecurity words a match, and where in the request its bytes stood.
    private static final Pattern WORDING = Pattern.compile("Operator `|[ov]\\d+,\\d|Value: `|with parameter");

    private static final Pattern RULE = Pattern.compile(
            "SecRule\\s+(\"[^\"]*\"|'[^']*'|\\S+)\\s+\"((?:[^\"\\\\]|\\\\.)*)\"\\s+\"((?:[^\"\\\\]|\\\\.)*)\"",
            Pattern.DOTALL);

    private static final Pattern ID = Pattern.compile("\\bid:'?\\d+'?");

    private static final Pattern KEPT_ACTION = Pattern.compile(
            "(?:^|,)\\s*(phase:\\s*'?\\w+'?|t:\\w+|multiMatch|xmlns:[^,]*|rev:\\d+|severity:\\w+|(?:msg|logdata):'[^']*')");

    private final Path directory;

    RegressionRun(Path directory) {
        this.directory = directory;
    }

    private static Map<String, String> absent() {
        Map<String, String> absent = new LinkedHashMap<>();
        absent.put("SecRuleScript", "Lua");
        absent.put("exec:", "exec");
        absent.put("SecRemoteRules", "remote rules");
        absent.put("@rsub", "rsub");
        absent.put("@geoLookup", "geo");
        absent.put("GEO", "geo");
        absent.put("SecGeoLookupDb", "geo");
        absent.put("@gsbLookup", "gsb");
        absent.put("@fuzzyHash", "fuzzyHash");
        absent.put("@inspectFile", "inspectFile");
        absent.put("@rbl", "rbl");
        absent.put("@validateDTD", "validateDTD/validateSchema");
        absent.put("@validateSchema", "validateDTD/validateSchema");
        absent.put("@validateHash", "validateHash");
        absent.put("WEBSERVER_ERROR_LOG", "WEBSERVER_ERROR_LOG");
        return absent;
    }

    Outcome run(RegressionCase c) {
        String rules = String.join("\n", c.rules());
        if (!c.enabled()) {
            return new Outcome.OutOfScope("switched off by its authors");
        }
        if (!c.resource().isEmpty()) {
            return new Outcome.OutOfScope("needs " + c.resource());
        }
        for (Map.Entry<String, String> word : ABSENT.entrySet()) {
            if (rules.toLowerCase(Locale.ROOT).contains(word.getKey().toLowerCase(Locale.ROOT))) {
                return new Outcome.OutOfScope(word.getValue());
            }
        }
        boolean target = c.debugLog().contains("Target value");
        try {
            Firewall firewall = load(c.file(), target ? twinned(c.rules()) : rules);
            return c.refused() ? new Outcome.Different("the rules load, but should not") : judged(c, firewall);
        } catch (RulesRefused refused) {
            return c.refused()
                    ? new Outcome.Passed()
                    : new Outcome.Different("refused: " + refused.problems().getFirst());
        } catch (RuntimeException e) {
            return new Outcome.Different("threw " + e);
        }
    }

    private Firewall load(String file, String rules) {
        return Firewall.load(FirewallConfig.in(directory).withText(file, rules));
    }

    /// The rules, each preceded by its twin; that of a later rule of a chain ends a copy of the rules before it.
    private static String twinned(List<String> rules) {
        List<String> out = new ArrayList<>();
        List<String> chain = new ArrayList<>();
        int twins = TWINS;
        for (String rule : rules) {
            Matcher m = RULE.matcher(rule);
            if (!m.matches()) {
                chain.clear();
                out.add(rule);
                continue;
            }
            int from = chain.isEmpty() ? out.size() : out.size() - chain.size();
            String id = "id:" + twins++ + ",pass,log";
            List<String> twin = new ArrayList<>(chain);
            if (!chain.isEmpty()) {
                String first = ID.matcher(chain.getFirst()).replaceFirst(id);
                twin.set(0, first.substring(0, first.lastIndexOf('"')) + ",pass,log\"");
            }
            twin.add(twin(m, chain.isEmpty() ? id : "t:none"));
            out.addAll(from, twin);
            out.add(rule);
            if (m.group(3).matches("(?s).*\\bchain\\b.*")) {
                chain.add(rule);
            } else {
                chain.clear();
            }
        }
        return String.join("\n", out);
    }

    private static String twin(Matcher rule, String begin) {
        StringBuilder kept = new StringBuilder(begin);
        Matcher actions = KEPT_ACTION.matcher(rule.group(3));
        while (actions.find()) {
            kept.append(',').append(actions.group(1));
        }
        return "SecRule " + rule.group(1) + " \"@unconditionalMatch\" \"" + kept + "\"";
    }

    private static Outcome judged(RegressionCase c, Firewall firewall) {
        Transaction transaction = firewall.begin();
        int status = status(c, transaction);
        if (status != c.status()) {
            return new Outcome.Different("status " + status + " instead of " + c.status() + "; matched "
                    + transaction.matches().stream()
                            .map(RuleMatch::id)
                            .filter(i -> i < TWINS)
                            .toList());
        }
        if (c.debugLog().contains("Target value")) {
            List<String> seen = transaction.matches().stream()
                    .filter(m -> m.id() >= TWINS)
                    .flatMap(m -> m.hits().stream())
                    .map(h -> " Target value: \"" + h.seen().toLatin1() + "\" (Variable: " + h.variable() + ")")
                    .toList();
            return seen.stream().anyMatch(line -> found(c.debugLog(), line))
                    ? new Outcome.Passed()
                    : new Outcome.Different("no value was like " + c.debugLog() + "; seen " + seen);
        }
        if (!c.errorLog().isEmpty()) {
            return WORDING.matcher(c.errorLog()).find()
                    ? new Outcome.OutOfScope("wording of the error log")
                    : errorLog(c, transaction);
        }
        return c.debugLog().isEmpty() || c.status() != OK
                ? new Outcome.Passed()
                : new Outcome.OutOfScope("text of the debug log");
    }

    private static Outcome errorLog(RegressionCase c, Transaction transaction) {
        Optional<String> line = transaction.matches().stream()
                .filter(RuleMatch::logged)
                .map(RegressionRun::line)
                .filter(l -> found(c.errorLog(), l))
                .findFirst();
        return line.isPresent()
                ? new Outcome.Passed()
                : new Outcome.Different("no line was like " + c.errorLog() + "; written "
                        + transaction.matches().stream()
                                .filter(RuleMatch::logged)
                                .map(RegressionRun::line)
                                .toList());
    }

    private static String line(RuleMatch m) {
        return "[line \"" + m.place().line() + "\"] [id \"" + m.id() + "\"] [rev \"" + m.revision() + "\"] [msg \""
                + m.message() + "\"] [data \"" + m.logdata() + "\"] [severity \"" + m.severity() + "\"]";
    }

    private static boolean found(String pattern, String line) {
        try {
            return Pattern.compile(pattern).matcher(line).find();
        } catch (PatternSyntaxException _) {
            return line.contains(pattern);
        }
    }

    private static int status(RegressionCase c, Transaction t) {
        t.connection(
                c.client().address(),
                c.client().port(),
                c.client().serverAddress(),
                c.client().serverPort());
        t.requestLine(c.request().method(), c.request().target(), c.request().version());
        c.request().headers().forEach(h -> t.requestHeader(h.name(), String.valueOf(h.value())));
        t.requestHeadersEnd();
        if (!c.request().body().isEmpty()) {
            t.requestBody(c.request().body());
        }
        t.requestBodyEnd();
        t.responseStart(
                t.verdict() instanceof Verdict.Block b ? b.status() : OK,
                c.response().protocol());
        c.response().headers().forEach(h -> t.responseHeader(h.name(), String.valueOf(h.value())));
        t.responseHeadersEnd();
        if (!c.response().body().isEmpty()) {
            t.responseBody(c.response().body());
        }
        t.responseBodyEnd();
        t.finish();
        return t.verdict() instanceof Verdict.Block b ? b.status() : OK;
    }
}
