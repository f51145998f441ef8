package casemate.waf.engine;

import casemate.waf.FailClosed;
import casemate.waf.RuleMatch;
import casemate.waf.Verdict;
import casemate.waf.audit.AuditRecord;
import casemate.waf.state.Macro;
import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs the rules of a phase in order, and carries out what those that match ask for.
final class PhaseRun {
    /// A rule set that logs each of its rules five times over stays below this; more tells nothing new.
    private static final int MOST_MATCHES = 5_000;

    private static final int LOGGING = 5;
    private static final int REQUEST_BODY = 2;

    private final Program program;
    private final Reader reader;
    private final Controls controls;
    private final Matched matched;
    private final Runner runner;
    private final RequestBody requestBody;
    private final List<RuleMatch> matches = new ArrayList<>(0);
    private final List<AuditRecord.Match> auditMatches = new ArrayList<>(0);
    private Disruption.@Nullable Extent allowed;
    private @Nullable Stop stop;
    private @Nullable Stop objection;
    private Bytes message = Bytes.EMPTY;
    private Bytes logdata = Bytes.EMPTY;

    /// A rule that ended the transaction.
    record Stop(Disruption.Stop how, Optional<String> location, long ruleId, String message) {}

    PhaseRun(Program program, Reader reader, Controls controls, Matched matched, RequestBody requestBody) {
        this.program = program;
        this.reader = reader;
        this.controls = controls;
        this.matched = matched;
        this.runner = new Runner(program, reader, controls, matched);
        this.requestBody = requestBody;
    }

    /// Runs the phase; what ended it is [#stop()]. The rules of the logging phase run however the
    /// transaction ended.
    void run(int phase) {
        if (leftOut(phase)) {
            return;
        }
        allowed = null;
        CompiledRule[] rules = program.phase(phase);
        for (int at = 0; at < rules.length && (stop == null || phase == LOGGING) && allowed == null; ) {
            CompiledRule rule = rules[at];
            if (controls.removed(rule) || !chain(rule)) {
                at++;
            } else {
                at = next(rule, at);
            }
        }
    }

    private boolean leftOut(int phase) {
        return phase != LOGGING
                && (allowed == Disruption.Extent.TRANSACTION
                        || (allowed == Disruption.Extent.REQUEST && phase <= REQUEST_BODY));
    }

    private static int next(CompiledRule first, int at) {
        int next = at + 1;
        for (CompiledRule rule = first; rule != null; rule = rule.chained()) {
            next = Math.max(
                    next, Math.max(rule.flow().next(), at + 1 + rule.flow().skip()));
        }
        return next;
    }

    /// Whether all of the chain matched.
    private boolean chain(CompiledRule first) {
        matched.clear();
        for (CompiledRule rule = first; rule != null; rule = rule.chained()) {
            if (!runner.matches(rule)) {
                return false;
            }
        }
        message = Bytes.EMPTY;
        logdata = Bytes.EMPTY;
        finish(first, true);
        return true;
    }

    /// Later rules of a chain are carried out before earlier ones, whose words count.
    private void finish(CompiledRule rule, boolean first) {
        CompiledRule chained = rule.chained();
        if (chained != null) {
            finish(chained, false);
        }
        reader.running(rule);
        CompiledRule.Report report = rule.report();
        if (report.severity() >= 0) {
            reader.severity(report.severity());
        }
        if (report.logged() || report.auditLogged() || rule.disruption() != null) {
            logdata = expanded(report.logdata(), logdata);
            message = expanded(report.message(), message);
        }
        List<Effect> effects = rule.effects();
        for (int i = 0; i < effects.size(); i++) {
            carryOut(effects.get(i));
        }
        if (first) {
            boolean disruptive = disrupt(rule);
            if (report.logged() || report.auditLogged() || disruptive) {
                tell(rule, disruptive);
            }
        }
    }

    private Bytes expanded(@Nullable Macro macro, Bytes otherwise) {
        return macro == null ? otherwise : macro.expand(reader);
    }

    private boolean disrupt(CompiledRule rule) {
        if (!controls.blocks() || rule.phase() == LOGGING) {
            object(rule);
            return false;
        }
        return switch (rule.disruption()) {
            case null -> false;
            case Disruption.Allow(Disruption.Extent extent) -> {
                allowed = extent;
                yield false;
            }
            case Disruption.Stop how -> {
                stop = stop(rule, how);
                yield true;
            }
        };
    }

    /// Notes the first rule that would have ended a transaction in which rules stop nothing.
    private void object(CompiledRule rule) {
        if (objection == null && rule.phase() != LOGGING && rule.disruption() instanceof Disruption.Stop how) {
            objection = stop(rule, how);
        }
    }

    private Stop stop(CompiledRule rule, Disruption.Stop how) {
        Macro location = how.location();
        return new Stop(
                how,
                Optional.ofNullable(location).map(l -> l.expand(reader).toLatin1()),
                rule.id(),
                message.toLatin1());
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Assign(var assignment) -> assignment.apply(reader);
            case Effect.SetMode(var mode) -> controls.mode(mode);
            case Effect.RemoveRules(var rules) -> controls.remove(rules);
            case Effect.RemoveTarget target -> controls.remove(target);
            case Effect.SetProcessor(var processor) -> requestBody.processor(processor);
            case Effect.ForceRequestBody(var on) -> requestBody.force(on);
            case Effect.RequestBodyAccess(var on) -> controls.requestBodyAccess(on);
            case Effect.ResponseBodyAccess(var on) -> controls.responseBodyAccess(on);
            case Effect.SetAuditEngine(var engine) -> controls.auditEngine(engine);
            case Effect.ChangeAuditParts(var change) -> controls.changeAuditParts(change);
            case Effect.Mask(var what, var name) -> {
                switch (what) {
                    case ARGUMENT -> controls.masks().argument(name);
                    case REQUEST_HEADER -> controls.masks().requestHeader(name);
                    case RESPONSE_HEADER -> controls.masks().responseHeader(name);
                }
            }
            case Effect.MaskMatched _ ->
                matched.all()
                        .forEach(hit -> controls.masks()
                                .matched(hit.value().name(), hit.value().bytes()));
            case Effect.MaskMatchedBytes(int first, int last) ->
                controls.masks().matchedBytes(runner.found(), first, last);
        }
    }

    private void tell(CompiledRule rule, boolean disruptive) {
        if (matches.size() >= MOST_MATCHES) {
            return;
        }
        CompiledRule.Report report = rule.report();
        AuditRecord.RuleFacts facts = report.facts();
        List<String> tags = new ArrayList<>();
        for (CompiledRule of = rule; of != null; of = of.chained()) {
            of.report().tags().forEach(tag -> tags.add(tag.expand(reader).toLatin1()));
        }
        matches.add(new RuleMatch(
                rule.id(),
                rule.phase(),
                message.toLatin1(),
                logdata.toLatin1(),
                report.severity(),
                tags,
                facts.revision(),
                facts.version(),
                facts.maturity(),
                facts.accuracy(),
                report.logged(),
                report.auditLogged(),
                disruptive,
                matched.told(),
                rule.place()));
        auditMatches.add(new AuditRecord.Match(
                facts,
                disruptive,
                disruptive && stop != null ? stop.how().status() : 0,
                message,
                logdata,
                rule.argument() == null
                        ? Bytes.latin1(facts.parameter())
                        : rule.argument().expand(reader),
                matched.name().toLatin1(),
                matched.value(),
                runner.found(),
                report.logged(),
                report.auditLogged()));
    }

    /// The rule that ended the transaction, or null while none has.
    @Nullable
    Stop stop() {
        return stop;
    }

    /// The rule that would have ended the transaction where rules may not, or null.
    @Nullable
    Stop objection() {
        return objection;
    }

    /// Notes a block that is the engine's own.
    void add(RuleMatch match, AuditRecord.Match audited) {
        matches.add(match);
        auditMatches.add(audited);
    }

    /// Whether a rule made the transaction worth an audit record.
    boolean noted() {
        return auditMatches.stream().anyMatch(AuditRecord.Match::auditLogged);
    }

    /// Whether the block was noted already.
    boolean refused(FailClosed why) {
        return matches.stream().anyMatch(m -> m.id() == why.ruleId());
    }

    List<RuleMatch> matches() {
        return List.copyOf(matches);
    }

    List<AuditRecord.Match> auditMatches() {
        return List.copyOf(auditMatches);
    }

    /// Whether a rule let the transaction pass unexamined, so that what was not examined blocks nothing.
    boolean allowed() {
        return allowed != null;
    }

    static Verdict.Block block(casemate.waf.AnomalyScores scores, Stop stop) {
        return new Verdict.Block(
                scores, stop.how().status(), stop.how().how(), stop.location(), stop.ruleId(), stop.message());
    }
}
