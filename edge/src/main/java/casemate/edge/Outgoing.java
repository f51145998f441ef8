package casemate.edge;

import casemate.edge.http1.Field;
import casemate.edge.http1.Framing;
import casemate.edge.http1.Head;
import casemate.edge.http1.HeadReader;
import casemate.edge.http1.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 as it is written, inwards and outwards.
final class Outgoing {
    static final int SWITCHING_PROTOCOLS = 101;
    static final int NO_CONTENT = 204;
    static final int NOT_MODIFIED = 304;
    static final ByteBuf LINE_END = constant("\r\n");

    private static final int FIRST_FINAL = 200;
    /// For the fields that are ours.
    private static final int OWN_BYTES = 384;

    private static final byte[] VERSION = ascii("HTTP/1.1 ");
    private static final byte[] CLOSE = ascii("connection: close\r\n");
    private static final byte[] UPGRADE = ascii("connection: Upgrade\r\nupgrade: websocket\r\n");
    private static final byte[] CHUNKED = ascii("transfer-encoding: chunked\r\n");
    private static final byte[] LENGTH = ascii("content-length: ");
    private static final byte[] LAST_CHUNK = ascii("0\r\n");
    private static final int CRLF = '\r' << 8 | '\n';
    private static final byte[] NO_STATUS_LINE = ascii("HTTP/1.1 200 OK\r\n");
    private static final byte[] FORWARDED_FOR = ascii("x-forwarded-for: ");
    private static final byte[] FORWARDED_PROTO = ascii("\r\nx-forwarded-proto: ");
    private static final byte[] FORWARDED_HOST = ascii("\r\nx-forwarded-host: ");
    private static final byte[] REQUEST_ID = ascii("x-request-id: ");
    private static final byte[] TRACE_PARENT = ascii("\r\ntraceparent: ");
    private static final byte[] TRACE_STATE = ascii("tracestate: ");
    private static final byte[] IDENTITY = ascii("casemate-identity: ");
    private static final byte[] HOST = ascii(" HTTP/1.1\r\nhost: ");

    private Outgoing() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Bytes that are never released; written by way of a duplicate.
    static ByteBuf constant(String text) {
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(text.length()).writeBytes(ascii(text)).asReadOnly());
    }

    /// How large a head may become with what is added to it.
    static int room(Head head) {
        return head.bytes().length + OWN_BYTES;
    }

    /// An answer's head up to its last field.
    ///
    /// @param empty whether the request was HEAD: the length is said of a body that does not come
    /// @param chunked whether the body goes out in chunks
    /// @param strict the line about HTTPS, or nothing
    static void answer(Head answer, Framing framing, ByteBuf out, boolean empty, boolean chunked, byte[] strict) {
        out.writeBytes(VERSION);
        answer.writeStatusAndReason(out);
        out.writeShort(CRLF);
        boolean nominations = answer.has(Field.CONNECTION);
        for (int i = 0; i < answer.count(); i++) {
            if (HeaderRules.outward(answer, i, nominations)
                    || (answer.field(i) == Field.CONTENT_LENGTH && saysLengthOnly(answer, empty))) {
                answer.writeField(i, out);
            }
        }
        out.writeBytes(strict);
        if (answer.status() == SWITCHING_PROTOCOLS) {
            out.writeBytes(UPGRADE);
        } else if (chunked) {
            out.writeBytes(CHUNKED);
        } else if (framing instanceof Framing.Length length) {
            length(length.bytes(), out);
        } else if (framing instanceof Framing.None && hasBody(answer.status()) && !empty) {
            length(0, out);
        }
    }

    /// Whether the length is that of a body which is not sent (RFC 9110, 8.6).
    static boolean saysLengthOnly(Head answer, boolean empty) {
        return (empty || answer.status() == NOT_MODIFIED) && hasBody(answer.status());
    }

    /// Whether a status allows a body at all, leaving HEAD aside. An unchanged page may say the length of the known
    /// one.
    private static boolean hasBody(int status) {
        return status >= FIRST_FINAL && status != NO_CONTENT;
    }

    private static void length(long bytes, ByteBuf out) {
        out.writeBytes(LENGTH);
        ByteBufUtil.writeAscii(out, Long.toString(bytes));
        out.writeShort(CRLF);
    }

    static void requestId(Visit visit, ByteBuf out) {
        out.writeBytes(REQUEST_ID);
        visit.requestId().write(out);
        out.writeShort(CRLF);
    }

    static void closing(ByteBuf out) {
        out.writeBytes(CLOSE);
    }

    static void endOfHead(ByteBuf out) {
        out.writeShort(CRLF);
    }

    /// A request's head as the application gets it.
    static void request(Request asked, boolean tunnel, ByteBuf out) {
        Head request = asked.head();
        Visit visit = asked.visit();
        String authority = asked.authority();
        request.writeMethodAndTarget(out);
        out.writeBytes(HOST);
        ByteBufUtil.writeAscii(out, authority);
        out.writeShort(CRLF);
        boolean nominations = request.has(Field.CONNECTION);
        for (int i = 0; i < request.count(); i++) {
            if (HeaderRules.inward(request, i, nominations)) {
                request.writeField(i, out);
            }
        }
        out.writeBytes(FORWARDED_FOR);
        ByteBufUtil.writeAscii(out, visit.address());
        out.writeBytes(FORWARDED_PROTO);
        ByteBufUtil.writeAscii(out, asked.scheme());
        out.writeBytes(FORWARDED_HOST);
        ByteBufUtil.writeAscii(out, authority);
        out.writeShort(CRLF);
        out.writeBytes(REQUEST_ID);
        visit.requestId().write(out);
        out.writeBytes(TRACE_PARENT);
        visit.writeTraceParent(out);
        out.writeShort(CRLF);
        if (!visit.traceState().isEmpty()) {
            out.writeBytes(TRACE_STATE);
            ByteBufUtil.writeAscii(out, visit.traceState());
            out.writeShort(CRLF);
        }
        if (!visit.identity().isEmpty()) {
            out.writeBytes(IDENTITY);
            ByteBufUtil.writeAscii(out, visit.identity());
            out.writeShort(CRLF);
        }
        if (tunnel) {
            out.writeBytes(UPGRADE);
        } else if (asked.framing() instanceof Framing.Chunked) {
            out.writeBytes(CHUNKED);
        }
        out.writeShort(CRLF);
    }

    /// The line before a chunk.
    static ByteBuf chunk(ByteBufAllocator alloc, ByteBuf part) {
        ByteBuf size = alloc.directBuffer(18);
        ByteBufUtil.writeAscii(size, Integer.toHexString(part.readableBytes()));
        return size.writeShort(CRLF);
    }

    static ByteBuf lastChunk(ByteBufAllocator alloc, @Nullable Head trailers) {
        ByteBuf out = alloc.directBuffer(trailers == null ? LAST_CHUNK.length + 2 : room(trailers));
        out.writeBytes(LAST_CHUNK);
        if (trailers != null) {
            for (int i = 0; i < trailers.count(); i++) {
                if (HeaderRules.trailing(trailers, i)) {
                    trailers.writeField(i, out);
                }
            }
        }
        return out.writeShort(CRLF);
    }

    /// Reads the lines of a trailer by the rules of a head's fields; null when there are none.
    static @Nullable Head trailers(byte[] lines) throws Malformed {
        if (lines.length == 0) {
            return null;
        }
        byte[] head = new byte[NO_STATUS_LINE.length + lines.length + 2];
        System.arraycopy(NO_STATUS_LINE, 0, head, 0, NO_STATUS_LINE.length);
        System.arraycopy(lines, 0, head, NO_STATUS_LINE.length, lines.length);
        head[head.length - 2] = '\r';
        head[head.length - 1] = '\n';
        return HeadReader.answer(head);
    }

    /// Sends what is written, says that no more will come, and leaves it to the visitor to hang up.
    static void close(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls != null) {
            context.flush();
            var _ = tls.closeOutbound();
        } else {
            var _ = context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
