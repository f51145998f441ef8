package casemate.control.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/// How programs that speak a protocol of their own are told of failures; contributed as a bean by the room that
/// owns the protocol.
public interface FailureForm {
    /// Whether whoever asks at this inside path reads this form.
    boolean speaks(String path);

    /// @param code of the refusal
    /// @param detail one line
    /// @param incident the number of a bug in our log; empty for anything else
    ResponseEntity<byte[]> tell(HttpStatus status, String code, String detail, String incident);
}
