package casemate.edge;

import casemate.edge.http1.Head;
import casemate.edge.http1.HeadReader;
import casemate.edge.http1.Malformed;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// HTTP/2's fields as HTTP/1.1 writes them, and back. What would mean something else once written down is refused
/// (RFC 9113, 8.2 and 10.3).
final class Http2Heads {
    private Http2Heads() {}

    /// A request's head as bytes for `HeadReader`, which refuses blanks and control characters in what is copied here.
    static byte[] written(Http2Headers headers) throws Malformed {
        CharSequence method = headers.method();
        CharSequence path = headers.path();
        CharSequence authority = authority(headers);
        if (method == null || path == null || authority == null || headers.scheme() == null) {
            throw new Malformed("a pseudo-header is missing");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        text(method, out);
        out.write(' ');
        text(path, out);
        ascii(" HTTP/1.1\r\n", out);
        field("host", authority, out);
        ByteArrayOutputStream cookies = new ByteArrayOutputStream(0);
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            String name = header.getKey().toString();
            if (name.startsWith(":") || name.equals("host")) {
                continue;
            }
            if (aboutTheConnection(name) || !name.equals(name.toLowerCase(Locale.ROOT))) {
                throw new Malformed("a field that HTTP/2 does not have");
            }
            if (name.equals("cookie")) {
                // Sent in pieces, one to the application (RFC 9113, 8.2.3).
                if (cookies.size() > 0) {
                    ascii("; ", cookies);
                }
                text(header.getValue(), cookies);
            } else {
                field(name, header.getValue(), out);
            }
        }
        if (cookies.size() > 0) {
            ascii("cookie: ", out);
            out.writeBytes(cookies.toByteArray());
            ascii("\r\n", out);
        }
        ascii("\r\n", out);
        return out.toByteArray();
    }

    /// An answer's head, written down and read as HTTP/1.1.
    static Head answer(Http2Headers headers) throws Malformed {
        CharSequence status = headers.status();
        if (status == null || !status.toString().matches("[1-9][0-9]{2}")) {
            throw new Malformed("no status");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        ascii("HTTP/1.1 " + HttpResponseStatus.valueOf(Integer.parseInt(status.toString())) + "\r\n", out);
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            String name = header.getKey().toString();
            if (name.equals(":status")) {
                continue;
            }
            if (aboutTheConnection(name) || !name.equals(name.toLowerCase(Locale.ROOT))) {
                throw new Malformed("a field that HTTP/2 does not have");
            }
            field(name, header.getValue(), out);
        }
        ascii("\r\n", out);
        return HeadReader.answer(out.toByteArray());
    }

    private static boolean aboutTheConnection(String name) {
        return switch (name) {
            case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade" -> true;
            default -> false;
        };
    }

    /// `:authority`, or `host` when there is none; two that differ have no answer.
    private static @Nullable CharSequence authority(Http2Headers headers) throws Malformed {
        CharSequence authority = headers.authority();
        int hosts = headers.getAll("host").size();
        CharSequence host = headers.get("host");
        if (hosts > 1
                || (authority != null && host != null && !authority.toString().equalsIgnoreCase(host.toString()))) {
            throw new Malformed("the host is said twice");
        }
        return authority == null ? host : authority;
    }

    static @Nullable Head trailers(Http2Headers headers) throws Malformed {
        if (headers.isEmpty()) {
            return null;
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream(128);
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            field(header.getKey(), header.getValue(), lines);
        }
        return Outgoing.trailers(lines.toByteArray());
    }

    static @Nullable Http2Headers of(Head trailers) {
        Http2Headers out = new DefaultHttp2Headers(false);
        for (int i = 0; i < trailers.count(); i++) {
            if (HeaderRules.trailing(trailers, i)) {
                out.add(trailers.name(i).toLowerCase(Locale.ROOT), trailers.value(i));
            }
        }
        return out.isEmpty() ? null : out;
    }

    private static void field(CharSequence name, CharSequence value, ByteArrayOutputStream out) throws Malformed {
        text(name, out);
        ascii(": ", out);
        text(value, out);
        ascii("\r\n", out);
    }

    private static void text(CharSequence text, ByteArrayOutputStream out) throws Malformed {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0 || c > 0xff) {
                throw new Malformed("a byte that HTTP/1.1 reads as an end");
            }
            out.write(c);
        }
    }

    private static void ascii(String text, ByteArrayOutputStream out) {
        for (int i = 0; i < text.length(); i++) {
            out.write(text.charAt(i));
        }
    }
}
