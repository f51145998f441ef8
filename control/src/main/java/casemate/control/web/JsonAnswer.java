package casemate.control.web;

import casemate.base.Json;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/// An answer of the API.
public final class JsonAnswer {
    public static final String TYPE = "application/json";

    private JsonAnswer() {}

    public static ResponseEntity<byte[]> ok(Json body) {
        return of(HttpStatus.OK, body);
    }

    public static ResponseEntity<byte[]> of(HttpStatus status, Json body) {
        return ResponseEntity.status(status)
                .header("Content-Type", TYPE)
                .header("Cache-Control", "no-store")
                .body(body.canonical());
    }
}
