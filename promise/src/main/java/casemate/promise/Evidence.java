package casemate.promise;

import casemate.base.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// The leaf that tells what one run of a drill found: measured against promised.
///
/// @param drill the drill's stable name
/// @param policy SHA-256 of the policy file in force at the run, in hexadecimal
/// @param measured facts by short names; empty when nothing could be measured
/// @param why one English sentence; empty when kept
/// @param promised the figures of the policy at the run
/// @param freshUntil past it, this proves nothing
/// @param twin what the same attack found where the control is switched off: broken, or the drill cannot fail
/// @param subject the blinded id of the tenant concerned, when there is one
public record Evidence(
        PromiseId promise,
        String drill,
        String policy,
        State state,
        Json.Obj measured,
        String why,
        Json.Obj promised,
        ProofKind proof,
        Instant started,
        Instant finished,
        Instant freshUntil,
        State twin,
        Optional<String> subject)
        implements Leaf {
    public static final String TYPE = "casemate.evidence.v1";

    /// One sentence, not a log.
    public static final int MAX_WHY_CHARS = 500;

    /// Facts, not a log; the rest of the leaf fits beside it.
    public static final int MAX_MEASURED_BYTES = 20_000;

    private static final Pattern DRILL = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int MAX_DRILL_CHARS = 80;
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    public Evidence {
        LeafFields.policy(policy);
        LeafFields.line("why", why, MAX_WHY_CHARS);
        started = LeafFields.millis(started);
        finished = LeafFields.millis(finished);
        freshUntil = LeafFields.millis(freshUntil);
        if (!DRILL.matcher(drill).matches() || drill.length() > MAX_DRILL_CHARS) {
            throw LeafFields.refusal("a drill's name is in kebab-case");
        }
        if (finished.isBefore(started) || freshUntil.isBefore(finished)) {
            throw LeafFields.refusal("a drill starts, then finishes, then goes stale");
        }
        if (subject.isPresent() && !SUBJECT.matcher(subject.get()).matches()) {
            throw LeafFields.refusal("a subject is a blinded id");
        }
        if (state == State.KEPT && twin != State.BROKEN && proof != ProofKind.ATTESTED) {
            throw LeafFields.refusal("kept counts only beside a twin that the same attack broke");
        }
        if (state != State.KEPT && why.isEmpty()) {
            throw LeafFields.refusal("what is not kept says why");
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Json.Obj json() {
        Json.Builder o = Json.object()
                .put("type", TYPE)
                .put("promise", promise.value())
                .put("drill", drill)
                .put("policy", policy)
                .put("state", LeafFields.word(state))
                .put("measured", measured)
                .put("why", why)
                .put("promised", promised)
                .put("proof", LeafFields.word(proof))
                .put("started", started)
                .put("finished", finished)
                .put("freshUntil", freshUntil)
                .put("twin", LeafFields.word(twin));
        subject.ifPresent(s -> o.put("subject", s));
        return o.build();
    }

    static Evidence read(Json.Obj o) {
        o.only(
                "type",
                "promise",
                "drill",
                "policy",
                "state",
                "measured",
                "why",
                "promised",
                "proof",
                "started",
                "finished",
                "freshUntil",
                "twin",
                "subject");
        return new Evidence(
                new PromiseId(o.text("promise")),
                o.text("drill"),
                o.text("policy"),
                LeafFields.constant(State.class, o.text("state")),
                o.obj("measured"),
                o.text("why"),
                o.obj("promised"),
                LeafFields.constant(ProofKind.class, o.text("proof")),
                o.instant("started"),
                o.instant("finished"),
                o.instant("freshUntil"),
                LeafFields.constant(State.class, o.text("twin")),
                o.find("subject").map(LeafFields::text));
    }
}
