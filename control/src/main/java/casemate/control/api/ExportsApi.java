package casemate.control.api;

import casemate.base.Json;
import casemate.control.export.Export;
import casemate.control.export.Exports;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// How far copies of the customer's data are. No token gets the file: nobody can ask it who it is.
@Controller
final class ExportsApi {
    private final Exports exports;

    ExportsApi(Exports exports) {
        this.exports = exports;
    }

    @Needs(Permission.DATA_EXPORT)
    @GetMapping(ApiGate.PATH + "/exports")
    ResponseEntity<byte[]> list(HttpServletRequest request, Page page) {
        return Answers.ok(
                request,
                Json.object()
                        .put("items", Json.array(exports.of(AccountApi.own(page)), ExportsApi::form))
                        .build());
    }

    private static Json.Obj form(Export export) {
        Json.Builder o = Json.object()
                .put("id", export.id())
                .put("request", export.request())
                .put("state", export.state().code())
                .put("instances", export.instances())
                .put("encrypted", export.lock() != Export.Lock.NONE)
                .put("bytes", export.bytes())
                .put("asked", export.asked());
        export.sha256().ifPresent(sum -> o.put("sha256", sum));
        export.expires().ifPresent(at -> o.put("expires", at));
        export.problem().ifPresent(code -> o.put("problem", code));
        return o.build();
    }
}
