package casemate.control.web;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/// The one place where a failure becomes an answer: words for people, RFC 9457 for programs, an incident id for
/// a bug, and never a stack trace.
@ControllerAdvice
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final Pages pages;
    /// Found late: the rooms that contribute stand on this one.
    private final Supplier<List<FailureForm>> forms;

    Failures(Pages pages, Supplier<List<FailureForm>> forms) {
        this.pages = pages;
        this.forms = forms;
    }

    @ExceptionHandler(Throwable.class)
    ResponseEntity<byte[]> answer(HttpServletRequest request, HttpServletResponse response, Throwable failure) {
        return switch (failure) {
            case Refusal r -> refused(request, response, status(r.kind()), r);
            case AccessDeniedException _ ->
                refused(
                        request,
                        response,
                        HttpStatus.FORBIDDEN,
                        Refusal.forbidden(
                                "form-stale", "This page is out of date or not yours: reload it and try again."));
            case RequestRejectedException _ ->
                refused(
                        request,
                        response,
                        HttpStatus.BAD_REQUEST,
                        Refusal.invalid("request-malformed", "That address is malformed."));
            case HttpMessageNotReadableException _ -> {
                Refusal missing = Refusal.invalid("body-missing", "Send a body with this request.");
                yield refused(request, response, status(missing.kind()), missing);
            }
            case ErrorResponse e when e.getStatusCode().is4xxClientError() -> client(request, response, e);
            case Unavailable u -> unavailable(request, response, u);
            default -> bug(request, response, failure);
        };
    }

    /// For filters, which answer without a route.
    public void write(HttpServletRequest request, HttpServletResponse response, Throwable failure) throws IOException {
        ResponseEntity<byte[]> answer = answer(request, response, failure);
        response.setStatus(answer.getStatusCode().value());
        answer.getHeaders().forEach((name, values) -> values.forEach(v -> response.addHeader(name, v)));
        byte[] body = answer.getBody();
        if (body != null) {
            response.getOutputStream().write(body);
        }
    }

    static Refusal tooLarge() {
        return new Refusal(Refusal.Kind.TOO_LARGE, "body-too-large", "That is larger than any form here; send less.");
    }

    private ResponseEntity<byte[]> client(HttpServletRequest request, HttpServletResponse response, ErrorResponse e) {
        HttpStatus status = HttpStatus.valueOf(e.getStatusCode().value());
        return refused(
                request,
                response,
                status,
                status == HttpStatus.NOT_FOUND
                        ? Refusal.notFound("page-unknown", "There is no such page.")
                        : Refusal.invalid("request-malformed", "That request is malformed."));
    }

    private ResponseEntity<byte[]> unavailable(
            HttpServletRequest request, HttpServletResponse response, Unavailable failure) {
        LOG.warn("unavailable: {}", failure.getMessage());
        ResponseEntity<byte[]> answer = answer(
                request,
                response,
                HttpStatus.SERVICE_UNAVAILABLE,
                "unavailable",
                pages.page(request, response)
                        .say(Refusal.invalid("unavailable", "Something we need does not answer; try again soon.")),
                "");
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .header("Retry-After", String.valueOf(failure.retryAfter().toSeconds()))
                .body(answer.getBody());
    }

    private ResponseEntity<byte[]> bug(HttpServletRequest request, HttpServletResponse response, Throwable failure) {
        String incident = RequestId.current().orElse("-");
        LOG.error("incident {} at {} {}", incident, request.getMethod(), request.getRequestURI(), failure);
        return answer(
                request,
                response,
                HttpStatus.INTERNAL_SERVER_ERROR,
                "bug",
                pages.page(request, response)
                        .say(Refusal.invalid("bug", "Something went wrong on our side, and we have it on record.")),
                incident);
    }

    private ResponseEntity<byte[]> refused(
            HttpServletRequest request, HttpServletResponse response, HttpStatus status, Refusal refusal) {
        return answer(
                request,
                response,
                status,
                refusal.code(),
                pages.page(request, response).say(refusal),
                "");
    }

    private ResponseEntity<byte[]> answer(
            HttpServletRequest request,
            HttpServletResponse response,
            HttpStatus status,
            String code,
            String detail,
            String incident) {
        String path = request.getRequestURI();
        Optional<FailureForm> form =
                forms.get().stream().filter(f -> f.speaks(path)).findFirst();
        if (form.isPresent()) {
            return form.get().tell(status, code, detail, incident);
        }
        if (!path.startsWith("/local/") && !path.startsWith("/portal/v1/")) {
            return pages.page(request, response)
                    .show(
                            status,
                            "web/failure",
                            Map.of("status", status.value(), "code", code, "detail", detail, "incident", incident));
        }
        Json.Builder problem = Json.object()
                .put("type", "urn:casemate:problem:" + code)
                .put("title", status.getReasonPhrase())
                .put("status", status.value())
                .put("detail", detail);
        if (!incident.isEmpty()) {
            problem.put("incident", incident);
        }
        return ResponseEntity.status(status)
                .header("Content-Type", "application/problem+json")
                .header("Cache-Control", "no-store")
                .body(problem.build().canonical());
    }

    private static HttpStatus status(Refusal.Kind kind) {
        return switch (kind) {
            case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case TOO_MANY -> HttpStatus.TOO_MANY_REQUESTS;
        };
    }
}
