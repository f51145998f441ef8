package casemate.waf.injection;

import casemate.waf.ftw.Corpus;
import casemate.waf.text.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// libinjection's collections of attacks, and of what others took for one.
final class AttackCorpora {
    private AttackCorpora() {}

    /// The inputs in the files whose names begin so, URL-decoded as the collections ask for.
    static List<Bytes> of(String kind) throws IOException {
        List<Bytes> inputs = new ArrayList<>();
        Corpus.unpacked(Corpus.shared("libinjection").resolve("corpora.tar.gz"), ".txt")
                .forEach((path, content) -> {
                    if (path.substring(path.lastIndexOf('/') + 1).startsWith(kind)) {
                        new String(content, StandardCharsets.ISO_8859_1)
                                .lines()
                                .map(String::stripTrailing)
                                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                                .forEach(line -> inputs.add(decoded(line)));
                    }
                });
        return inputs;
    }

    private static Bytes decoded(String line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            int escaped = c == '%' && at + 2 < line.length() ? escaped(line, at) : -1;
            out.write(escaped >= 0 ? escaped : c == '+' ? ' ' : c);
            at += escaped >= 0 ? 3 : 1;
        }
        return Bytes.of(out.toByteArray());
    }

    private static int escaped(String line, int at) {
        int high = Character.digit(line.charAt(at + 1), 16);
        int low = Character.digit(line.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
