package casemate.control.policy;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Open;
import casemate.promise.PromiseId;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// The command line's way to drills and the policy.
@Controller
@Open("the token of the local API guards it")
final class DrillApi {
    private static final Actor CALLER = new Actor.Program("api");
    private static final int MAX_BODY_BYTES = 8 << 10;

    private final Drills drills;
    private final Policies policies;

    DrillApi(Drills drills, Policies policies) {
        this.drills = drills;
        this.policies = policies;
    }

    @GetMapping("/local/api/v1/drills")
    ResponseEntity<byte[]> list() {
        return JsonAnswer.ok(Json.object()
                .put("drills", Json.array(drills.standings(), PolicyJson::of))
                .put("findings", Json.array(drills.findings(), PolicyJson::of))
                .build());
    }

    /// Answers one line of JSON per outcome, each as soon as it is recorded.
    @PostMapping("/local/api/v1/drills/run")
    void run(@RequestBody byte[] body, HttpServletResponse response) throws IOException, InterruptedException {
        Json.Obj wish = Json.parseObject(body, MAX_BODY_BYTES).only("promises");
        List<PromiseId> promises =
                wish.find("promises").isPresent() ? wish.list("promises", DrillApi::promise) : List.of();
        drills.known(promises);
        response.setContentType("application/x-ndjson");
        response.setHeader("Cache-Control", "no-store");
        OutputStream out = response.getOutputStream();
        response.flushBuffer();
        drills.run(promises, CALLER, run -> line(out, PolicyJson.of(run)));
    }

    private static void line(OutputStream out, Json json) {
        try {
            out.write(json.canonical());
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the caller is gone", e);
        }
    }

    private static PromiseId promise(Json json) {
        if (json instanceof Json.Text text) {
            return new PromiseId(text.value());
        }
        throw Refusal.invalid("json-malformed", "The member promises holds ids such as \"EDG-2\".");
    }

    @GetMapping("/local/api/v1/policy")
    ResponseEntity<byte[]> policy() {
        return JsonAnswer.ok(PolicyJson.of(policies.history(), policies.standingRefusal()));
    }
}
