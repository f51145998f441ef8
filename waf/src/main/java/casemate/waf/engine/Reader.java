package casemate.waf.engine;

import casemate.waf.seclang.Target;
import casemate.waf.seclang.Variable;
import casemate.waf.state.Collection;
import casemate.waf.state.Collections;
import casemate.waf.state.Scope;
import casemate.waf.text.Bytes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads the variables of one transaction for targets and macros: facts of the request, and what rules made.
final class Reader implements Scope {
    private static final Bytes BUILD = Bytes.latin1("030000900");
    private static final int DAYS_IN_WEEK = 7;
    private static final List<String> RULE_MEMBERS = List.of("id", "rev", "severity", "logdata", "msg");

    private final Facts facts;
    private final Collections collections;
    private final Matched matched;
    private final InstantSource clock;
    private final Instant begun;
    private final @Nullable Values[] known;
    private @Nullable CompiledRule running;
    private int highestSeverity = 255;

    Reader(Facts facts, Collections collections, Matched matched, InstantSource clock, int sources) {
        this.facts = facts;
        this.collections = collections;
        this.matched = matched;
        this.clock = clock;
        this.begun = clock.instant();
        this.known = new @Nullable Values[sources];
    }

    /// To be called when facts were added: what stood for a whole phase is read anew.
    void forget() {
        java.util.Arrays.fill(known, null);
    }

    void running(CompiledRule rule) {
        running = rule;
    }

    void severity(int severity) {
        highestSeverity = Math.min(highestSeverity, severity);
    }

    Values values(Source source) {
        Values values = known[source.id()];
        if (values != null) {
            return values;
        }
        values = source.counted()
                ? Values.of(Value.count(
                        source.variable(), key(source), all(source.selection()).size()))
                : all(source.selection());
        if (source.isStable()) {
            known[source.id()] = values;
        }
        return values;
    }

    private static Bytes key(Source source) {
        return source.selection() instanceof Selection.Named(var _, var _, Bytes bytes) ? bytes : Bytes.EMPTY;
    }

    /// The value of a member of a collection that rules keep, without making anything around it; null when there is
    /// none.
    @Nullable
    Bytes member(Variable collection, String lower) {
        Collection kept = collections.of(collection);
        return kept == null ? null : kept.get(lower);
    }

    private Values all(Selection selection) {
        Variable variable = selection.variable();
        if (Collections.holds(variable)) {
            return kept(selection, collections.of(variable));
        }
        return switch (variable) {
            case ENV -> kept(selection, collections.environment());
            case MATCHED_VARS, MATCHED_VARS_NAMES -> matchedValues(selection);
            case RULE -> ofRule(selection);
            default -> {
                if (!variable.isCollection()) {
                    Bytes made = made(variable);
                    yield made == null ? facts.of(variable) : Values.of(new Value(variable, Bytes.EMPTY, made));
                }
                Values whole = facts.of(variable);
                yield selection instanceof Selection.Whole ? whole : chosen(selection, whole);
            }
        };
    }

    private static Values chosen(Selection selection, Values whole) {
        Values chosen = Values.NONE;
        for (int i = 0; i < whole.size(); i++) {
            if (selection.means(whole.at(i).key())) {
                if (chosen == Values.NONE) {
                    chosen = new Values();
                }
                chosen.add(whole.at(i));
            }
        }
        return chosen;
    }

    private static Values kept(Selection selection, @Nullable Collection collection) {
        if (collection == null) {
            return Values.NONE;
        }
        if (selection instanceof Selection.Named(Variable variable, String lower, Bytes key)) {
            Bytes value = collection.get(lower);
            return value == null ? Values.NONE : Values.of(new Value(variable, key, value));
        }
        Values values = new Values();
        collection.forEach((name, value) -> {
            if (selection instanceof Selection.Matching matching && !matching.mayMean(name)) {
                return;
            }
            Bytes key = Bytes.latin1(name);
            if (selection.means(key)) {
                values.add(new Value(selection.variable(), key, value));
            }
        });
        return values;
    }

    private Values matchedValues(Selection selection) {
        Values values = new Values();
        for (Matched.Hit hit : matched.all()) {
            Bytes name = Bytes.latin1(hit.value().name());
            if (selection.means(name)) {
                values.add(new Value(
                        selection.variable(), name, selection.variable() == Variable.MATCHED_VARS ? hit.seen() : name));
            }
        }
        return values;
    }

    private Values ofRule(Selection selection) {
        Values values = new Values();
        for (String name : RULE_MEMBERS) {
            Bytes key = Bytes.latin1(name);
            Bytes value = selection.means(key) ? ofRule(name) : null;
            if (value != null) {
                values.add(new Value(Variable.RULE, key, value));
            }
        }
        return values;
    }

    private @Nullable Bytes ofRule(String key) {
        if (running == null) {
            return null;
        }
        CompiledRule.Report report = running.report();
        return switch (key.toLowerCase(Locale.ROOT)) {
            case "id" -> Facts.digits(report.facts().id());
            case "rev" -> Bytes.latin1(report.facts().revision());
            case "severity" -> report.severity() < 0 ? null : Facts.digits(report.severity());
            case "msg" -> report.message() == null ? null : report.message().expand(this);
            case "logdata" -> report.logdata() == null ? null : report.logdata().expand(this);
            default -> null;
        };
    }

    /// Variables that are made when they are asked for; null for all others.
    private @Nullable Bytes made(Variable variable) {
        return switch (variable) {
            case DURATION -> Facts.digits(clock.millis() - begun.toEpochMilli());
            case HIGHEST_SEVERITY -> Facts.digits(highestSeverity);
            case MATCHED_VAR -> matched.value();
            case MATCHED_VAR_NAME -> matched.name();
            case MODSEC_BUILD -> BUILD;
            case SESSIONID -> collections.sessionId();
            case USERID -> collections.userId();
            case TIME -> {
                ZonedDateTime now = now();
                yield Bytes.latin1("%02d:%02d:%02d".formatted(now.getHour(), now.getMinute(), now.getSecond()));
            }
            case TIME_DAY -> Facts.digits(now().getDayOfMonth());
            case TIME_EPOCH -> Facts.digits(begun.getEpochSecond());
            case TIME_HOUR -> Facts.digits(now().getHour());
            case TIME_MIN -> Facts.digits(now().getMinute());
            case TIME_MON -> Facts.digits(now().getMonthValue());
            case TIME_SEC -> Facts.digits(now().getSecond());
            case TIME_WDAY -> Facts.digits(now().getDayOfWeek().getValue() % DAYS_IN_WEEK);
            case TIME_YEAR -> Facts.digits(now().getYear());
            default -> null;
        };
    }

    private ZonedDateTime now() {
        return begun.atZone(ZoneId.systemDefault());
    }

    Instant begun() {
        return begun;
    }

    @Override
    public @Nullable Bytes first(Variable variable, String key) {
        if (variable == Variable.RULE) {
            return ofRule(key);
        }
        return first(Selection.of(variable, key.isEmpty() ? new Target.Selector.All() : new Target.Selector.Key(key)));
    }

    @Override
    public @Nullable Bytes firstMatching(Variable variable, String pattern) {
        return first(Selection.of(variable, new Target.Selector.Matching(pattern)));
    }

    private @Nullable Bytes first(Selection selection) {
        Values values = all(selection);
        return values.size() == 0 ? null : values.at(0).bytes();
    }

    @Override
    public Collections collections() {
        return collections;
    }
}
