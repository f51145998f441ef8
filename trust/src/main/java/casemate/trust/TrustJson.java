package casemate.trust;

import casemate.base.Json;
import casemate.ledger.VerifierKey;
import casemate.promise.Evidence;
import casemate.promise.PromiseId;
import casemate.promise.State;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The same facts for machines. The fields are described in `docs/formats/trust-json.md` and stay what they are.
final class TrustJson {
    private static final String INDEX = "casemate.trust.v1";
    private static final String PROMISE = "casemate.trust-promise.v1";
    private static final String LEDGER = "casemate.trust-ledger.v1";

    private final VerifierKey key;

    TrustJson(VerifierKey key) {
        this.key = key;
    }

    Json.Obj index(Facts facts, Instant now, Instant validUntil) {
        Map<State, Long> tally = new EnumMap<>(State.class);
        facts.promises().values().forEach(p -> tally.merge(facts.judge(p, now).state(), 1L, Long::sum));
        Json.Builder summary = Json.object();
        for (State state : State.values()) {
            summary.put(PromiseViews.code(state), tally.getOrDefault(state, 0L));
        }
        return head(INDEX, facts, validUntil)
                .put("summary", summary.build())
                .put(
                        "promises",
                        Json.array(
                                List.copyOf(facts.promises().values()),
                                p -> promise(facts, p, now).build()))
                .build();
    }

    Json.Obj promise(Facts facts, Facts.Pledge pledge, Instant now, Instant validUntil) {
        Json.Builder days = Json.object();
        new TreeMap<>(pledge.told().days()).forEach((day, state) -> days.put(day.toString(), PromiseViews.code(state)));
        return head(PROMISE, facts, validUntil)
                .put("promise", promise(facts, pledge, now).build())
                .put("days", days.build())
                .put("recent", Json.array(pledge.told().recent(), TrustJson::outcome))
                .put("reds", Json.array(pledge.told().reds(), TrustJson::outcome))
                .build();
    }

    Json.Obj ledger(Facts facts, Instant validUntil) {
        Facts.Counts counts = facts.counts();
        return head(LEDGER, facts, validUntil)
                .put("checkpoint", facts.checkpoint().note())
                .put("files", Paths.FILES)
                .put("witnesses", Json.texts(facts.witnesses()))
                .put(
                        "entries",
                        Json.object()
                                .put("promises", counts.promises())
                                .put("policies", counts.policies())
                                .put("evidence", counts.evidence())
                                .put("others", counts.others())
                                .build())
                .build();
    }

    private Json.Builder head(String type, Facts facts, Instant validUntil) {
        Json.Builder head = Json.object().put("type", type).put("validUntil", validUntil);
        if (facts.laboratory()) {
            head.put("labClock", true);
        }
        return head.put(
                        "vendor",
                        Json.object()
                                .put("name", facts.policy().vendor().name())
                                .put("contact", facts.policy().vendor().contact())
                                .put("url", facts.policy().vendor().url())
                                .build())
                .put(
                        "policy",
                        Json.object()
                                .put("sha256", facts.policy().policy())
                                .put("inForce", facts.policy().inForce())
                                .put("entry", facts.policyIndex())
                                .build())
                .put(
                        "ledger",
                        Json.object()
                                .put("origin", facts.checkpoint().origin())
                                .put("key", key.toString())
                                .put("size", facts.checkpoint().size())
                                .put("root", facts.checkpoint().root().toString())
                                .build());
    }

    private static Json.Builder promise(Facts facts, Facts.Pledge pledge, Instant now) {
        PromiseId id = pledge.made().promise();
        Judgement judged = facts.judge(pledge, now);
        Json.Builder sentence = Json.object();
        pledge.made().sentence().forEach((language, text) -> sentence.put(language.code(), text));
        Json.Builder out = Json.object()
                .put("id", id.value())
                .put("state", PromiseViews.code(judged.state()))
                .put("sentence", sentence.build())
                .put("figures", pledge.made().figures())
                .put("proof", word(pledge.made().proof()))
                .put("freshSeconds", pledge.made().fresh().toSeconds())
                .put("entry", pledge.index())
                .put("attempts", pledge.told().trail().size())
                .put("page", Paths.promise(id))
                .put("bundle", Paths.promiseBundle(id));
        judged.doubt().ifPresent(why -> out.put("reason", word(why)));
        judged.shown().ifPresent(shown -> out.put("evidence", outcome(shown)));
        pledge.told().lastKept().ifPresent(at -> out.put("lastKept", at));
        pledge.told().lastBroken().ifPresent(at -> out.put("lastBroken", at));
        return out;
    }

    private static Json outcome(Recorded recorded) {
        Evidence evidence = recorded.evidence();
        Json.Builder out = Json.object()
                .put("entry", recorded.index())
                .put("bundle", Paths.entryBundle(recorded.index()))
                .put("drill", evidence.drill())
                .put("policy", evidence.policy())
                .put("state", PromiseViews.code(evidence.state()))
                .put("twin", PromiseViews.code(evidence.twin()))
                .put("proof", word(evidence.proof()))
                .put("measured", evidence.measured())
                .put("promised", evidence.promised())
                .put("why", evidence.why())
                .put("started", evidence.started())
                .put("finished", evidence.finished())
                .put("freshUntil", evidence.freshUntil());
        evidence.subject().ifPresent(subject -> out.put("subject", subject));
        return out.build();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
