package casemate.edge;

import casemate.edge.http1.Field;
import casemate.edge.http1.Head;
import casemate.waf.Firewall;
import casemate.waf.Transaction;
import casemate.waf.text.Bytes;
import casemate.wire.Upstream;
import java.util.Locale;

/// A request's head as the firewall's rules are told it, and what it says about the body.
record InspectedHead(Request request) {
    private static final int NO_PORT = 0;
    private static final int HTTPS = 443;

    void tell(Firewall by, Transaction to) {
        if (call()) {
            InspectionRules.call(by).ifPresent(to::exclude);
        }
        Head head = request.head();
        byte[] bytes = head.bytes();
        to.connection(request.visit().address(), NO_PORT, request.route().host(), HTTPS);
        to.requestLine(head.method(), head.target(), protocol());
        for (int i = 0; i < head.count(); i++) {
            to.requestHeader(
                    new Bytes(bytes, head.nameFrom(i), head.nameTo(i)),
                    new Bytes(bytes, head.valueFrom(i), head.valueTo(i)));
        }
    }

    private String protocol() {
        return switch (request.visit().version()) {
            case "2" -> "HTTP/2.0";
            case "1.0" -> "HTTP/1.0";
            default -> "HTTP/1.1";
        };
    }

    /// A form with files.
    boolean multipart() {
        return type().startsWith("multipart/form-data");
    }

    /// A call of gRPC to an application that speaks HTTP/2.
    private boolean call() {
        String type = type();
        return (type.equals("application/grpc") || type.equals("application/grpc+proto"))
                && request.route().upstreams().stream()
                        .allMatch(upstream -> upstream.protocol() == Upstream.Protocol.H2C);
    }

    /// Kinds of bodies in which applications look for no arguments, or that no rule can read: calls come as binary
    /// messages, and may go on both ways at a time.
    boolean opaque() {
        String type = type();
        return call()
                || type.startsWith("application/octet-stream")
                || type.startsWith("image/")
                || type.startsWith("audio/")
                || type.startsWith("video/")
                || type.startsWith("font/");
    }

    /// Empty also when there are several: nobody knows which one the application takes.
    private String type() {
        Head head = request.head();
        String type = null;
        for (int i = 0; i < head.count(); i++) {
            if (head.field(i) == Field.CONTENT_TYPE) {
                if (type != null) {
                    return "";
                }
                type = head.value(i);
            }
        }
        return type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
    }
}
