package casemate.waf.pattern;

import casemate.waf.ftw.Corpus;
import casemate.waf.ftw.FtwCase;
import casemate.waf.ftw.FtwSuite;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Strings that rules meet: the requests of both regression suites, cut into request line, header values, bodies,
/// arguments and these decoded, and the lines of libinjection's attack and benign texts.
final class CorpusStrings {
    private final Set<String> strings = new LinkedHashSet<>();

    private CorpusStrings() {}

    static List<String> all() throws IOException {
        CorpusStrings collected = new CorpusStrings();
        Path suites = Corpus.shared("crs-tests");
        for (String version : List.of("3.3.4", "4.28.0")) {
            Map<String, String> files = new HashMap<>();
            Corpus.unpacked(suites.resolve("crs-" + version + "-tests.tar.gz"), ".yaml")
                    .forEach((name, content) -> files.put(name, new String(content, StandardCharsets.UTF_8)));
            for (FtwCase test : FtwSuite.of(files).cases()) {
                test.stages().forEach(stage -> collected.request(stage.request().toLatin1()));
            }
        }
        Path libinjection = Corpus.shared("libinjection");
        for (String archive : List.of("corpora.tar.gz", "tests.tar.gz")) {
            Corpus.unpacked(libinjection.resolve(archive), ".txt")
                    .values()
                    .forEach(content -> new String(content, StandardCharsets.ISO_8859_1)
                            .lines()
                            .forEach(collected::decodedAsWell));
        }
        return List.copyOf(collected.strings);
    }

    private void request(String request) {
        int end = request.indexOf("\r\n\r\n");
        String head = end < 0 ? request : request.substring(0, end);
        String[] lines = head.split("\r\n", -1);
        strings.add(lines[0]);
        for (String word : lines[0].split(" ", -1)) {
            decodedAsWell(word);
        }
        pieces(lines[0].replaceFirst("^[^?]*\\?", "").replaceFirst(" HTTP/.*$", ""));
        for (String line : lines) {
            int colon = line.indexOf(':');
            strings.add(line.substring(0, Math.max(0, colon)));
            decodedAsWell(line.substring(colon + 1).strip());
        }
        if (end >= 0) {
            String body = request.substring(end + 4);
            decodedAsWell(body);
            pieces(body);
        }
    }

    private void pieces(String form) {
        for (String pair : form.split("&", -1)) {
            for (String part : pair.split("=", 2)) {
                decodedAsWell(part);
            }
        }
    }

    private void decodedAsWell(String text) {
        strings.add(text);
        try {
            strings.add(URLDecoder.decode(text, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException _) {
            // A broken escape: the raw text is tried anyway.
        }
    }
}
