package casemate.control.provision;

import casemate.control.scim.Resource;
import casemate.control.scim.ScimProblem;
import casemate.control.web.FailureForm;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/// Failures in the form that directories read.
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ScimFailures implements FailureForm {
    @ExceptionHandler(ScimProblem.class)
    ResponseEntity<byte[]> answer(ScimProblem problem) {
        return ResponseEntity.status(problem.status())
                .header("Content-Type", Resource.TYPE)
                .header("Cache-Control", "no-store")
                .body(problem.json().canonical());
    }

    @Override
    public boolean speaks(String path) {
        return path.startsWith("/portal/scim/");
    }

    @Override
    public ResponseEntity<byte[]> tell(HttpStatus status, String code, String detail, String incident) {
        String told = incident.isEmpty() ? detail : detail + " (" + incident + ")";
        return switch (status) {
            // What others call unprocessable is a bad value here.
            case UNPROCESSABLE_CONTENT -> answer(ScimProblem.invalidValue(told));
            case CONFLICT -> answer(new ScimProblem(status.value(), code.endsWith("-taken") ? "uniqueness" : "", told));
            default -> answer(new ScimProblem(status.value(), "", told));
        };
    }
}
