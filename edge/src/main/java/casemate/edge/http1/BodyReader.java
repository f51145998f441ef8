package casemate.edge.http1;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;

/// Reads one body out of what arrives, and finds its end. Chunks are taken apart strictly (RFC 9112, 7.1):
/// their framing is never passed on, so that nobody behind can read it differently.
public final class BodyReader {
    /// Hears of the body's bytes. The buffers that it is given are its own to release.
    public interface Sink {
        void data(ByteBuf part);
    }

    /// A size line: sixteen digits would already be more than any body.
    private static final int SIZE_DIGITS = 15;
    /// Extensions of a chunk have no known use.
    private static final int EXTENSION_BYTES = 256;
    /// Checksums and the like.
    private static final int TRAILER_BYTES = 8 << 10;

    private enum At {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        END
    }

    private static final byte[] NO_TRAILERS = {};

    private final boolean chunked;
    private final boolean untilClose;
    private At at;
    private long left;
    private int seen;
    private final ByteArrayOutputStream trailer = new ByteArrayOutputStream(0);

    public BodyReader(Framing framing) {
        this.chunked = framing instanceof Framing.Chunked;
        this.untilClose = framing instanceof Framing.UntilClose;
        this.left = framing instanceof Framing.Length length ? length.bytes() : 0;
        this.at = chunked ? At.SIZE : framing instanceof Framing.None ? At.END : At.DATA;
    }

    /// Whether the whole body has been read. One that ends with its connection never has.
    public boolean ended() {
        return at == At.END;
    }

    /// The trailer's fields as lines, each with its line end; empty for none.
    public byte[] trailers() {
        return trailer.size() <= 2 ? NO_TRAILERS : java.util.Arrays.copyOf(trailer.toByteArray(), trailer.size() - 2);
    }

    /// Takes from the buffer what belongs to the body, and leaves the rest.
    public void read(ByteBuf in, Sink sink) throws Malformed {
        while (at != At.END && in.isReadable()) {
            if (at == At.DATA) {
                data(in, sink);
            } else {
                step(in.readByte());
            }
        }
    }

    private void data(ByteBuf in, Sink sink) {
        int part = untilClose ? in.readableBytes() : (int) Math.min(left, in.readableBytes());
        ByteBuf taken = in.readRetainedSlice(part);
        if (!untilClose) {
            left -= part;
            if (left == 0) {
                at = chunked ? At.DATA_CR : At.END;
            }
        }
        sink.data(taken);
    }

    private void step(byte b) throws Malformed {
        switch (at) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_LF -> {
                expect(b, '\n');
                seen = 0;
                at = left == 0 ? At.TRAILER : At.DATA;
            }
            case DATA_CR -> {
                expect(b, '\r');
                at = At.DATA_LF;
            }
            case DATA_LF -> {
                expect(b, '\n');
                at = At.SIZE;
            }
            case TRAILER -> trailer(b);
            case DATA, END -> throw new IllegalStateException("not a byte of framing");
        }
    }

    private void size(byte b) throws Malformed {
        int digit = Character.digit(b, 16);
        if (digit >= 0 && seen < SIZE_DIGITS) {
            left = (left << 4) + digit;
            seen++;
        } else if (seen > 0 && b == '\r') {
            at = At.SIZE_LF;
        } else if (seen > 0 && b == ';') {
            seen = 0;
            at = At.EXTENSION;
        } else {
            throw new Malformed("a chunk's size is malformed");
        }
    }

    private void extension(byte b) throws Malformed {
        if (b == '\r') {
            at = At.SIZE_LF;
        } else if (++seen > EXTENSION_BYTES || !Ascii.value(b)) {
            throw new Malformed("a chunk's extension is malformed");
        }
    }

    private void trailer(byte b) throws Malformed {
        trailer.write(b);
        if (trailer.size() > TRAILER_BYTES) {
            throw new Malformed("the trailer is too long");
        }
        if (b == '\n') {
            byte[] all = trailer.toByteArray();
            int n = all.length;
            if (n < 2 || all[n - 2] != '\r') {
                throw new Malformed("a line of the trailer ends without CR");
            }
            if (n == 2 || (n >= 4 && all[n - 3] == '\n' && all[n - 4] == '\r')) {
                at = At.END;
            }
        }
    }

    private static void expect(byte b, char wanted) throws Malformed {
        if (b != wanted) {
            throw new Malformed("a chunk does not end where it should");
        }
    }
}
