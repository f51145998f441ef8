package casemate.edge;

import casemate.edge.http1.Field;
import casemate.edge.http1.Head;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes the few fields of a form that the edge itself has shown.
final class EntryForm implements Receiver {
    /// A password, a code and a path.
    private static final int MAX_BYTES = 8 << 10;

    private static final int MAX_FIELDS = 8;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Consumer<Map<String, String>> sent;
    private boolean over;

    /// @param sent called on the event loop with what was sent; with nothing when it was too much or malformed
    private EntryForm(Consumer<Map<String, String>> sent) {
        this.sent = sent;
    }

    static EntryForm of(Request request, Consumer<Map<String, String>> sent) {
        if ("100-continue".equalsIgnoreCase(request.head().first(Field.EXPECT))) {
            request.visitor().sayContinue();
        }
        return new EntryForm(sent);
    }

    @Override
    public void data(ByteBuf part) {
        try {
            if (!over && body.size() + part.readableBytes() <= MAX_BYTES) {
                while (part.isReadable()) {
                    body.write(part.readByte());
                }
            } else {
                finish(Map.of());
            }
        } finally {
            part.release();
        }
    }

    @Override
    public void end(@Nullable Head trailers) {
        finish(fields(body.toString(StandardCharsets.UTF_8)));
    }

    private void finish(Map<String, String> fields) {
        if (!over) {
            over = true;
            sent.accept(fields);
        }
    }

    /// Whether nobody waits for the answer any more.
    boolean gave() {
        return gone;
    }

    private boolean gone;

    @Override
    public void gone() {
        over = true;
        gone = true;
    }

    /// What a form or a query says; nothing when it cannot be read.
    static Map<String, String> fields(String encoded) {
        Map<String, String> fields = new HashMap<>();
        try {
            for (String pair : encoded.split("&", MAX_FIELDS)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    fields.putIfAbsent(
                            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
            return fields;
        } catch (IllegalArgumentException _) {
            return Map.of();
        }
    }
}
