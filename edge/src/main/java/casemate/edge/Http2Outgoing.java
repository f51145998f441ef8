package casemate.edge;

import casemate.edge.http1.Field;
import casemate.edge.http1.Head;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A request's head as an application gets it that speaks HTTP/2. Which fields go on is decided where it is for
/// HTTP/1.1, in [HeaderRules].
final class Http2Outgoing {
    /// What is spoken inwards; servers refuse a scheme that their connection does not have. The visitor's is in
    /// `x-forwarded-proto`.
    private static final String SCHEME = "http";

    private static final int TRACE_PARENT_BYTES = 64;

    private Http2Outgoing() {}

    static Http2Headers request(Request request) {
        Head head = request.head();
        Visit visit = request.visit();
        Http2Headers out = new DefaultHttp2Headers(false)
                .method(head.method())
                .path(head.target())
                .scheme(SCHEME)
                .authority(request.authority());
        boolean nominations = head.has(Field.CONNECTION);
        for (int i = 0; i < head.count(); i++) {
            if (HeaderRules.inward(head, i, nominations)) {
                out.add(head.name(i).toLowerCase(Locale.ROOT), head.value(i));
            }
        }
        if (head.lists(Field.TE, "trailers")) {
            // Its one value in HTTP/2 (RFC 9113, 8.2.2); gRPC does not answer without it.
            out.add("te", "trailers");
        }
        out.add("x-forwarded-for", visit.address());
        out.add("x-forwarded-proto", request.scheme());
        out.add("x-forwarded-host", request.authority());
        out.add("x-request-id", visit.requestId().toString());
        out.add("traceparent", traceParent(visit));
        if (!visit.traceState().isEmpty()) {
            out.add("tracestate", visit.traceState());
        }
        if (!visit.identity().isEmpty()) {
            out.add("casemate-identity", visit.identity());
        }
        return out;
    }

    private static String traceParent(Visit visit) {
        ByteBuf text = Unpooled.buffer(TRACE_PARENT_BYTES);
        visit.writeTraceParent(text);
        return text.toString(StandardCharsets.US_ASCII);
    }
}
