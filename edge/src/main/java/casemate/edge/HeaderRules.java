package casemate.edge;

import casemate.edge.http1.Field;
import casemate.edge.http1.Head;

/// Which fields go on and which end here (RFC 9110, 7.6.1).
final class HeaderRules {
    private HeaderRules() {}

    /// Whether a visitor may tell an application this. Only the edge says who asks, where a request came from,
    /// how its body ends, which number it has and which trace it belongs to; `Proxy` would redirect a CGI's own
    /// requests (CVE-2016-5385); `Expect` is answered by the edge.
    static boolean inward(Head request, int index, boolean nominations) {
        return switch (request.field(index)) {
            case CASEMATE_IDENTITY,
                    CLIENT_IP,
                    CONNECTION,
                    DISGUISED,
                    EXPECT,
                    FORWARDED,
                    HOST,
                    HTTP2_SETTINGS,
                    KEEP_ALIVE,
                    PROXY,
                    PROXY_AUTHENTICATE,
                    PROXY_AUTHORIZATION,
                    PROXY_CONNECTION,
                    TE,
                    TRACEPARENT,
                    TRACESTATE,
                    TRAILER,
                    TRANSFER_ENCODING,
                    TRUE_CLIENT_IP,
                    UPGRADE,
                    VIA,
                    X_FORWARDED,
                    X_REAL_IP,
                    X_REQUEST_ID -> false;
            // What the firewall went by is what the application goes by.
            case CONTENT_LENGTH, CONTENT_TYPE, CONTENT_ENCODING -> true;
            case AUTHORIZATION, ACCEPT_LANGUAGE, COOKIE, SET_COOKIE, STRICT_TRANSPORT_SECURITY, OTHER ->
                !nominations || !request.nominated(index);
        };
    }

    /// Whether an application may tell a visitor this. HSTS is the platform's promise, not the application's;
    /// the length is said by whoever frames the answer.
    static boolean outward(Head answer, int index, boolean nominations) {
        return switch (answer.field(index)) {
            case CASEMATE_IDENTITY,
                    CONNECTION,
                    CONTENT_LENGTH,
                    HTTP2_SETTINGS,
                    KEEP_ALIVE,
                    PROXY_AUTHENTICATE,
                    PROXY_AUTHORIZATION,
                    PROXY_CONNECTION,
                    STRICT_TRANSPORT_SECURITY,
                    TE,
                    TRAILER,
                    TRANSFER_ENCODING,
                    UPGRADE,
                    X_REQUEST_ID -> false;
            case ACCEPT_LANGUAGE,
                    AUTHORIZATION,
                    CLIENT_IP,
                    CONTENT_ENCODING,
                    CONTENT_TYPE,
                    COOKIE,
                    DISGUISED,
                    EXPECT,
                    FORWARDED,
                    HOST,
                    OTHER,
                    PROXY,
                    SET_COOKIE,
                    TRACEPARENT,
                    TRACESTATE,
                    TRUE_CLIENT_IP,
                    VIA,
                    X_FORWARDED,
                    X_REAL_IP -> !nominations || !answer.nominated(index);
        };
    }

    /// Whether a field may come after a body (RFC 9110, 6.5.1): nothing that decides about framing, routing or trust.
    static boolean trailing(Head trailers, int index) {
        return trailers.field(index) == Field.OTHER;
    }
}
