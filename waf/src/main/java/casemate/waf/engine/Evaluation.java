package casemate.waf.engine;

import casemate.waf.AnomalyScores;
import casemate.waf.FailClosed;
import casemate.waf.RuleMatch;
import casemate.waf.Verdict;
import casemate.waf.audit.AuditLog;
import casemate.waf.audit.AuditRecord;
import casemate.waf.audit.AuditSettings;
import casemate.waf.seclang.Place;
import casemate.waf.seclang.Variable;
import casemate.waf.state.Collection;
import casemate.waf.state.CollectionStore;
import casemate.waf.state.Collections;
import casemate.waf.text.Bytes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One transaction from its connection to its end: facts come in, phases run, and a verdict stands.
/// Whatever fails inside blocks where the rules may block.
public final class Evaluation {
    private static final System.Logger LOG = System.getLogger("casemate.waf");

    /// Enough to find the line; whole stacks of an attack that repeats would fill the log.
    private static final int FRAMES_TOLD = 8;

    private static final Place BUILT_IN = new Place("(built in)", 1, 1);
    private static final int CRITICAL = 2;

    private final Program program;
    private final Settings settings;
    private final String uniqueId;
    private final Facts facts = new Facts();
    private final Matched matched = new Matched();
    private final Controls controls;
    private final Collections collections;
    private final Reader reader;
    private final RequestFacts request;
    private final RequestBody requestBody;
    private final ResponseFacts response;
    private final PhaseRun rules;
    private Verdict.@Nullable Block block;
    private Verdict.@Nullable Block objection;

    public Evaluation(Program program, CollectionStore store, InstantSource clock, String uniqueId) {
        this.program = program;
        this.settings = program.settings();
        this.uniqueId = uniqueId;
        this.controls = new Controls(settings, program.indexes());
        this.collections = new Collections(store, clock, settings.webAppId(), settings.collectionTimeout());
        this.reader = new Reader(facts, collections, matched, clock, program.sources());
        this.request = new RequestFacts(facts, settings);
        this.requestBody = new RequestBody(facts, program);
        this.response = new ResponseFacts(facts, settings);
        this.rules = new PhaseRun(program, reader, controls, matched, requestBody);
        facts.set(Variable.UNIQUE_ID, Bytes.latin1(uniqueId));
        facts.set(Variable.WEBAPPID, Bytes.latin1(settings.webAppId()));
    }

    public void connection(String clientAddress, int clientPort, String serverAddress, int serverPort) {
        facts.set(Variable.REMOTE_ADDR, Bytes.latin1(clientAddress));
        facts.set(Variable.REMOTE_HOST, Bytes.latin1(clientAddress));
        facts.set(Variable.REMOTE_PORT, clientPort);
        facts.set(Variable.SERVER_ADDR, Bytes.latin1(serverAddress));
        facts.set(Variable.SERVER_PORT, serverPort);
    }

    public void requestLine(Bytes method, Bytes target, Bytes protocol) {
        guarded(() -> request.line(method, target, protocol));
    }

    public void requestHeader(Bytes name, Bytes value) {
        guarded(() -> request.header(name, value));
    }

    public Verdict requestHeadersEnd() {
        return phase(() -> {
            if (request.processor() != Processor.NONE) {
                requestBody.processor(request.processor());
            }
            run(1);
            if (request.tooMany()) {
                refuse(FailClosed.HEADERS_LIMIT);
            }
        });
    }

    /// A member of `TX`, as if a rule before all others had set it.
    public void set(String name, String value) {
        guarded(() -> collections.tx().set(name, Bytes.latin1(value)));
    }

    /// From here on rules stop nothing; [#objection] tells what they would have stopped.
    public void detectOnly() {
        controls.mode(Settings.Mode.DETECTION_ONLY);
    }

    public void exclude(Exclusion exclusion) {
        switch (exclusion.effect()) {
            case Effect.RemoveRules(var removed) -> controls.remove(removed);
            case Effect.RemoveTarget target -> controls.remove(target);
            default -> throw new IllegalStateException("an exclusion removes");
        }
    }

    public boolean streamRequestBody() {
        boolean whole = program.uses(Variable.FULL_REQUEST) || program.uses(Variable.FULL_REQUEST_LENGTH);
        boolean[] streams = {false};
        if (!whole && examinesRequestBody()) {
            guarded(() -> streams[0] = requestBody.stream());
        }
        return streams[0];
    }

    public boolean examinesRequestBody() {
        return controls.mode() != Settings.Mode.OFF && controls.requestBodyAccess() && block == null;
    }

    public Verdict requestBody(Bytes chunk) {
        return phase(() -> {
            if (examinesRequestBody()) {
                requestBody.add(chunk);
                if (requestBody.cut() && !settings.requestBodyPartial()) {
                    refuse(FailClosed.REQUEST_BODY_LIMIT);
                }
            }
        });
    }

    public Verdict requestBodyEnd() {
        return phase(() -> {
            if (examinesRequestBody()) {
                requestBody.read();
                fullRequest();
            }
            run(2);
            if (request.argumentsExceeded()) {
                refuse(FailClosed.ARGUMENTS_LIMIT);
            }
            if (requestBody.unreadable()) {
                refuse(FailClosed.REQUEST_BODY_UNREADABLE);
            }
        });
    }

    public void responseStart(int status, Bytes protocol) {
        guarded(() -> response.start(status, protocol));
    }

    public void responseHeader(Bytes name, Bytes value) {
        guarded(() -> response.header(name, value));
    }

    public Verdict responseHeadersEnd() {
        return phase(() -> run(3));
    }

    public boolean examinesResponseBody() {
        return controls.mode() != Settings.Mode.OFF
                && controls.responseBodyAccess()
                && block == null
                && response.isExaminedType();
    }

    public Verdict responseBody(Bytes chunk) {
        return phase(() -> {
            if (examinesResponseBody()) {
                response.add(chunk);
                if (response.cut() && !settings.responseBodyPartial()) {
                    refuse(FailClosed.RESPONSE_BODY_LIMIT);
                }
            }
        });
    }

    public Verdict responseBodyEnd() {
        return phase(() -> {
            if (examinesResponseBody()) {
                response.read();
                run(4);
            }
        });
    }

    public Verdict finish() {
        Verdict.Block before = block;
        block = null;
        guarded(() -> run(5));
        block = before;
        return verdict();
    }

    public Verdict verdict() {
        return block != null ? block : new Verdict.Pass(scores());
    }

    /// What would have been blocked while rules stop nothing.
    public Optional<Verdict.Block> objection() {
        PhaseRun.Stop stop = rules.objection();
        return stop == null ? Optional.ofNullable(objection) : Optional.of(PhaseRun.block(scores(), stop));
    }

    public List<RuleMatch> matches() {
        return rules.matches();
    }

    public String uniqueId() {
        return uniqueId;
    }

    public AuditRecord auditRecord() {
        return new AuditFacts(facts, program, controls)
                .record(reader.begun(), uniqueId, requestBody, response, status(), rules);
    }

    /// Writes the record if the configuration finds the transaction worth one.
    public void audit(AuditLog log) {
        AuditSettings audit = settings.audit();
        boolean wanted = audit.wants(controls.auditEngineOr(audit.engine()), status(), rules.noted());
        if (wanted && controls.mode() != Settings.Mode.OFF) {
            log.write(auditRecord(), controls.auditParts(audit.parts()));
        }
    }

    /// What the client got, as far as is known here.
    private int status() {
        return block == null ? response.status() : block.status();
    }

    private Verdict phase(Runnable work) {
        if (block == null && controls.mode() != Settings.Mode.OFF) {
            guarded(work);
        }
        return verdict();
    }

    private void run(int phase) {
        facts.sum();
        reader.forget();
        if (controls.mode() != Settings.Mode.OFF) {
            rules.run(phase);
        }
        PhaseRun.Stop stop = rules.stop();
        if (stop != null && block == null) {
            block = PhaseRun.block(scores(), stop);
        }
        if (collections.overflowed()) {
            refuse(FailClosed.COLLECTIONS_LIMIT);
        }
    }

    /// A failure of ours never lets a request through, and never reaches the caller.
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | StackOverflowError e) {
            // no message of the exception: it may repeat what a client sent
            LOG.log(
                    System.Logger.Level.ERROR,
                    "transaction {0} failed inside: {1} at {2}",
                    uniqueId,
                    e.getClass().getName(),
                    Stream.of(e.getStackTrace()).limit(FRAMES_TOLD).toList());
            refuse(FailClosed.INTERNAL_ERROR);
        }
    }

    /// Blocks where the rules may block, unless they have, or let the transaction pass.
    private void refuse(FailClosed why) {
        if (block != null || rules.allowed() || rules.refused(why)) {
            return;
        }
        boolean blocks = controls.blocks();
        rules.add(
                new RuleMatch(
                        why.ruleId(),
                        0,
                        why.message(),
                        "",
                        CRITICAL,
                        List.of(),
                        "",
                        "",
                        0,
                        0,
                        true,
                        true,
                        blocks,
                        List.of(),
                        BUILT_IN),
                AuditFacts.builtIn(why, blocks));
        Verdict.Block refusal = new Verdict.Block(
                scores(), why.status(), Verdict.How.DENY, Optional.empty(), why.ruleId(), why.message());
        if (blocks) {
            block = refusal;
        } else if (objection == null) {
            objection = refusal;
        }
    }

    /// The names are those of the Core Rule Set 4, then 3.
    private AnomalyScores scores() {
        int inbound = score("blocking_inbound_anomaly_score", "anomaly_score");
        int outbound = score("blocking_outbound_anomaly_score", "outbound_anomaly_score");
        return inbound == 0 && outbound == 0 ? AnomalyScores.NONE : new AnomalyScores(inbound, outbound);
    }

    private int score(String name, String older) {
        Collection tx = collections.tx();
        return (int) (tx.get(name) != null ? tx.number(name) : tx.number(older));
    }

    private void fullRequest() {
        if (program.uses(Variable.FULL_REQUEST) || program.uses(Variable.FULL_REQUEST_LENGTH)) {
            Bytes whole = FullRequest.of(facts, requestBody.whole());
            facts.set(Variable.FULL_REQUEST, whole);
            facts.set(Variable.FULL_REQUEST_LENGTH, whole.length());
        }
    }
}
