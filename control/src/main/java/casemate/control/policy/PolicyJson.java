package casemate.control.policy;

import casemate.base.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Drills, outcomes and policies as the API tells them; described in `docs/formats/api.md`.
final class PolicyJson {
    private PolicyJson() {}

    static Json.Obj of(DrillStanding standing) {
        Json.Builder o = Json.object()
                .put("drill", standing.drill())
                .put("promise", standing.promise().value())
                .put("promised", standing.promised())
                .put("state", word(standing.now()))
                .put("proof", word(standing.proof()))
                .put("everySeconds", standing.cadence().every().toSeconds())
                .put("next", standing.next())
                .put("running", standing.running());
        standing.last().ifPresent(run -> o.put("last", of(run)));
        return o.build();
    }

    static Json.Obj of(RecordedRun run) {
        return Json.object()
                .put("evidence", run.id())
                .put("drill", run.drill())
                .put("promise", run.promise())
                .put("policy", run.policy())
                .put("state", word(run.state()))
                .put("twin", word(run.twin()))
                .put("measured", run.measured())
                .put("why", run.why())
                .put("started", run.started())
                .put("finished", run.finished())
                .put("freshUntil", run.freshUntil())
                .build();
    }

    static Json.Obj of(DrillFinding finding) {
        Json.Builder o = Json.object()
                .put("drill", finding.drill())
                .put("promise", finding.promise())
                .put("evidence", finding.evidence())
                .put("why", finding.why())
                .put("opened", finding.opened());
        finding.recovered().ifPresent(at -> o.put("recovered", at));
        return o.build();
    }

    static Json.Obj of(PolicyVersion version) {
        return Json.object()
                .put("number", version.number())
                .put("digest", version.digest())
                .put("vendor", version.vendor())
                .put("promises", version.promises())
                .put("adopted", version.adopted())
                .build();
    }

    static Json.Obj of(List<PolicyVersion> history, Optional<RefusedPolicy> refused) {
        Json.Builder o = Json.object().put("history", Json.array(history, PolicyJson::of));
        if (!history.isEmpty()) {
            o.put("inForce", of(history.getFirst()));
        }
        refused.ifPresent(r -> o.put(
                "refused",
                Json.object()
                        .put("digest", r.digest())
                        .put("problems", Json.texts(r.problems()))
                        .put("at", r.at())
                        .build()));
        return o.build();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
