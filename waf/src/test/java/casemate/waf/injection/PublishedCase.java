package casemate.waf.injection;

import casemate.waf.ftw.Corpus;
import casemate.waf.text.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// libinjection's own test cases: what to read, and what comes of it.
record PublishedCase(String name, Bytes input, String expected) {
    private static final String INPUT = "--INPUT--\n";
    private static final String EXPECTED = "--EXPECTED--\n";

    /// The cases whose file names begin so; each byte of an expectation is a character.
    static List<PublishedCase> of(String kind) throws IOException {
        List<PublishedCase> cases = new ArrayList<>();
        Corpus.unpacked(Corpus.shared("libinjection").resolve("tests.tar.gz"), ".txt")
                .forEach((path, content) -> {
                    String name = path.substring(path.lastIndexOf('/') + 1);
                    if (name.startsWith(kind)) {
                        cases.add(parse(name, new String(content, StandardCharsets.ISO_8859_1)));
                    }
                });
        return cases;
    }

    private static PublishedCase parse(String name, String text) {
        int input = text.indexOf(INPUT);
        int expected = text.indexOf(EXPECTED, input);
        String read = text.substring(input + INPUT.length(), expected).stripTrailing();
        return new PublishedCase(
                name,
                Bytes.latin1(read),
                text.substring(expected + EXPECTED.length()).stripTrailing());
    }
}
