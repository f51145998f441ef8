package casemate.link;

import casemate.base.Json;
import casemate.base.Refusal;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// One message of the link: a head, which is one JSON object, and a body of bytes, each after its length in four bytes.
/// This form, and that of a refusal, stay the same in all versions of the protocol, so that two that differ can say so.
final class Message {
    /// What both ends must speak. Counted up when a message changes its meaning.
    static final int PROTOCOL = 1;

    /// A name, some numbers and one line of text.
    static final int MOST_HEAD_BYTES = 4 << 10;

    /// The largest report, and snapshots of thousands of instances.
    static final int MOST_BODY_BYTES = 32 << 20;

    static final byte[] NO_BODY = {};

    private static final int LENGTH_BYTES = 4;

    private final Json.Obj head;
    private final byte[] body;

    Message(Json.Obj head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    Json.Obj head() {
        return head;
    }

    byte[] body() {
        return body;
    }

    /// @throws Refusal `message-too-large`
    void write(OutputStream out) throws IOException {
        byte[] first = head.canonical();
        bounded(first.length, MOST_HEAD_BYTES);
        bounded(body.length, MOST_BODY_BYTES);
        // One record for what is short.
        byte[] start = ByteBuffer.allocate(2 * LENGTH_BYTES + first.length)
                .putInt(first.length)
                .put(first)
                .putInt(body.length)
                .array();
        out.write(start);
        out.write(body);
        out.flush();
    }

    /// @param mostBody how many bytes its body may have
    /// @throws Refusal `message-too-large`, or for a head that is no JSON; what follows can then not be read
    /// @throws java.io.EOFException when there is none, or half of one
    static Message read(InputStream from, int mostBody) throws IOException {
        DataInputStream in = new DataInputStream(from);
        byte[] head = new byte[bounded(in.readInt(), MOST_HEAD_BYTES)];
        in.readFully(head);
        Json.Obj parsed = Json.parseObject(head, MOST_HEAD_BYTES);
        int length = bounded(in.readInt(), mostBody);
        // As it comes: a length alone takes no memory.
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new java.io.EOFException("half a message");
        }
        return new Message(parsed, body);
    }

    private static int bounded(int length, int most) {
        if (length < 0 || length > most) {
            throw new Refusal(
                    Refusal.Kind.TOO_LARGE,
                    "message-too-large",
                    "A part of the message has more than " + most + " bytes.");
        }
        return length;
    }
}
