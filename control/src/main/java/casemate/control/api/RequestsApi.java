package casemate.control.api;

import casemate.base.Json;
import casemate.control.request.DataRequest;
import casemate.control.request.RequestKind;
import casemate.control.request.Requests;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/// Requests for a copy of the customer's data, or for its deletion. A deletion is asked for in the portal alone, where
/// people prove anew who they are; a token can only stop one.
@Controller
final class RequestsApi {
    private static final String REQUESTS = ApiGate.PATH + "/requests";

    private final Requests requests;
    private final Idempotency idempotency;

    RequestsApi(Requests requests, Idempotency idempotency) {
        this.requests = requests;
        this.idempotency = idempotency;
    }

    @Needs(Permission.CUSTOMER_VIEW)
    @GetMapping(REQUESTS)
    ResponseEntity<byte[]> list(HttpServletRequest request, Page page) {
        return Answers.ok(
                request,
                Json.object()
                        .put("items", Json.array(requests.of(AccountApi.own(page)), RequestsApi::form))
                        .build());
    }

    @Needs(Permission.DATA_EXPORT)
    @PostMapping(REQUESTS + "/export")
    ResponseEntity<byte[]> export(HttpServletRequest request, Page page) {
        Viewer viewer = page.signedIn();
        return JsonAnswer.of(
                HttpStatus.CREATED,
                idempotency.once(
                        viewer.session(),
                        Optional.ofNullable(request.getHeader("Idempotency-Key")),
                        "POST /v1/requests/export",
                        () -> form(requests.askExport(viewer))));
    }

    @Needs(Permission.DATA_EXPORT)
    @PostMapping(REQUESTS + "/export/cancel")
    ResponseEntity<byte[]> cancelExport(Page page) {
        return cancel(page, RequestKind.EXPORT);
    }

    @Needs(Permission.CUSTOMER_DELETE)
    @PostMapping(REQUESTS + "/deletion/cancel")
    ResponseEntity<byte[]> cancelDeletion(Page page) {
        return cancel(page, RequestKind.DELETION);
    }

    private ResponseEntity<byte[]> cancel(Page page, RequestKind kind) {
        requests.cancel(kind, page.signedIn());
        return ResponseEntity.noContent().build();
    }

    private static Json.Obj form(DataRequest request) {
        Json.Builder o = Json.object()
                .put("id", request.id())
                .put("kind", request.kind().code())
                .put("state", request.state().code())
                .put("by", request.asker().value())
                .put("asked", request.asked())
                .put("notBefore", request.ripe())
                .put("due", request.due());
        request.ended().ifPresent(at -> o.put("ended", at));
        return o.build();
    }
}
