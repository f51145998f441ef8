package casemate.waf;

import casemate.waf.text.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bytes as tests write them: characters stand for themselves, `{00}` and `{c3a9}` for what is not printed.
public final class Written {
    private static final Pattern NUMBERS = Pattern.compile("\\{((?:[0-9a-f]{2})*)}");

    private Written() {}

    public static Bytes bytes(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Matcher numbers = NUMBERS.matcher(text);
        int done = 0;
        while (numbers.find()) {
            out.writeBytes(text.substring(done, numbers.start()).getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(HexFormat.of().parseHex(numbers.group(1)));
            done = numbers.end();
        }
        out.writeBytes(text.substring(done).getBytes(StandardCharsets.ISO_8859_1));
        return Bytes.of(out.toByteArray());
    }

    /// The same bytes as a view inside a larger array, with others before and behind.
    public static Bytes inside(Bytes value, Bytes around) {
        byte[] all = new byte[value.length() + 2 * around.length()];
        System.arraycopy(around.array(), around.from(), all, 0, around.length());
        System.arraycopy(value.array(), value.from(), all, around.length(), value.length());
        System.arraycopy(around.array(), around.from(), all, all.length - around.length(), around.length());
        return new Bytes(all, around.length(), all.length - around.length());
    }
}
