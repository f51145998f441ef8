package casemate.waf.audit;

import casemate.waf.text.Bytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Text of a log from bytes that a client sent.
final class Utf8 {
    private Utf8() {}

    /// What is UTF-8 as its characters, each other byte as `\xHH`: nothing is lost, nothing is guessed.
    static String lenient(Bytes bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes.array(), bytes.from(), bytes.length());
        CharBuffer out = CharBuffer.allocate(bytes.length());
        StringBuilder text = new StringBuilder(bytes.length());
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            text.append(out.flip());
            out.clear();
            if (!result.isError()) {
                return text.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.append(MatchText.hex(Bytes.of(new byte[] {in.get()}), true));
            }
            decoder.reset();
        }
    }
}
