package casemate.control.provision;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.scim.Asked;
import casemate.control.scim.Discovery;
import casemate.control.scim.Resource;
import casemate.control.scim.ScimProblem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/// Requests and answers of SCIM, without what they are about.
///
/// @param base the address under which everything is
record Exchange(String base) {
    /// A few thousand members of a group.
    static final int MAX_BODY_BYTES = 1 << 20;

    Json.Obj body(HttpServletRequest request) {
        try {
            byte[] body = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
            return Json.parseObject(body, MAX_BODY_BYTES);
        } catch (Refusal refusal) {
            if (refusal.kind() == Refusal.Kind.TOO_LARGE) {
                throw refusal;
            }
            throw ScimProblem.invalidSyntax(refusal.text());
        } catch (IOException _) {
            throw ScimProblem.invalidSyntax("The request ended in the middle of its body.");
        }
    }

    static Asked asked(HttpServletRequest request) {
        return Asked.of(
                request.getParameter("filter"),
                request.getParameter("sortBy"),
                request.getParameter("sortOrder"),
                request.getParameter("startIndex"),
                request.getParameter("count"),
                request.getParameter("attributes"),
                request.getParameter("excludedAttributes"));
    }

    static Optional<String> ifMatch(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("If-Match"));
    }

    /// Whether the client has this version already.
    static boolean unchanged(HttpServletRequest request, long version) {
        return Optional.ofNullable(request.getHeader("If-None-Match"))
                .flatMap(Discovery::version)
                .filter(v -> v == version)
                .isPresent();
    }

    static ResponseEntity<byte[]> ok(Json json) {
        return ResponseEntity.ok()
                .header("Content-Type", Resource.TYPE)
                .header("Cache-Control", "no-store")
                .body(json.canonical());
    }

    static ResponseEntity<byte[]> resource(HttpStatus status, Resource head, Json.Obj json) {
        return ResponseEntity.status(status)
                .header("Content-Type", Resource.TYPE)
                .header("Cache-Control", "no-store")
                .header("ETag", head.etag())
                .header("Location", head.location())
                .body(json.canonical());
    }
}
