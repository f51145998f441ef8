package casemate.waf.ftw;

import casemate.waf.text.Bytes;
import java.util.Locale;
import java.util.regex.Pattern;

/// A request as people keep it in a file: an editor's line ends, no blank line after the last header, no length.
final class RequestFile {
    private static final Pattern HEAD_END = Pattern.compile("\r?\n\r?\n");

    private RequestFile() {}

    /// The same request as a client would send it; one that is right already is not changed.
    static Bytes mended(Bytes file) {
        String text = file.toLatin1();
        String[] parts = HEAD_END.split(text, 2);
        String head = parts[0].stripTrailing().replace("\r\n", "\n").replace("\n", "\r\n");
        String body = parts.length == 2 ? parts[1] : "";
        String lower = head.toLowerCase(Locale.ROOT);
        boolean framed = lower.contains("\r\ncontent-length:") || lower.contains("\r\ntransfer-encoding:");
        if (!framed && !body.isEmpty()) {
            head += "\r\nContent-Length: " + body.length();
        }
        return Bytes.latin1(head + "\r\n\r\n" + body);
    }
}
