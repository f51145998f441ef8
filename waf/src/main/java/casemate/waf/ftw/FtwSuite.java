package casemate.waf.ftw;

import casemate.base.Refusal;
import casemate.waf.text.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The cases of a regression suite, in the order of their files. Understands go-ftw's YAML of today (`rule_id`,
/// `test_id`, `log.expect_ids`) and the form of CRS 3 (`test_title`, `stage`, `log_contains`).
public record FtwSuite(List<FtwCase> cases) {
    /// A suite of 4,966 cases has 322 files.
    private static final int MOST_FILES = 10_000;

    private static final Pattern DIGITS = Pattern.compile("\\d+");

    /// The one template that the suites use.
    private static final Pattern REPEAT =
            Pattern.compile("\\{\\{\\s*\"([^\"]*)\"\\s*\\|\\s*repeat\\s+(\\d{1,6})\\s*}}");

    public FtwSuite {
        cases = List.copyOf(cases);
    }

    /// Every `.yaml` file under the directory.
    public static FtwSuite read(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw Refusal.invalid("ftw-missing", "There is no directory " + directory + " with cases.");
        }
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path file : walk.filter(f -> f.toString().endsWith(".yaml"))
                    .limit(MOST_FILES)
                    .toList()) {
                files.put(directory.relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FtwSuite suite = of(files);
        if (suite.cases.isEmpty()) {
            throw Refusal.invalid("ftw-empty", "No case is in a .yaml file under " + directory + ".");
        }
        return suite;
    }

    /// @param files content by name
    public static FtwSuite of(Map<String, String> files) {
        List<FtwCase> cases = new ArrayList<>();
        files.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .forEach(e -> read(e.getKey(), e.getValue(), cases));
        return new FtwSuite(cases);
    }

    private static void read(String file, String text, List<FtwCase> cases) {
        if (text.replaceAll("(?m)^\\s*(#.*|---)?$", "").isBlank()) {
            return; // A file of comments holds the place of a rule that has no case.
        }
        FtwYaml document = FtwYaml.parse(file, text);
        String name = file.substring(file.lastIndexOf('/') + 1);
        Matcher number = DIGITS.matcher(name);
        String rule = document.text("rule_id", number.find() ? number.group() : name);
        int position = 0;
        for (FtwYaml test : document.children("tests")) {
            position++;
            String id = test.text("test_title", rule + "-" + test.text("test_id", Integer.toString(position)));
            List<FtwCase.Stage> stages = test.children("stages").stream()
                    .map(s -> s.has("stage") ? stage(s.child("stage"), true) : stage(s, false))
                    .toList();
            cases.add(new FtwCase(id, file, test.text("desc", "").strip(), stages));
        }
    }

    private static FtwCase.Stage stage(FtwYaml stage, boolean old) {
        return new FtwCase.Stage(
                FtwRequest.bytes(input(stage.child("input"), old)), expectation(stage.child("output")));
    }

    private static FtwInput input(FtwYaml input, boolean old) {
        List<Header> headers = input.child("headers").members().entrySet().stream()
                .map(e -> new Header(String.valueOf(e.getKey()), e.getValue() instanceof String s ? s : ""))
                .sorted(Comparator.comparing(Header::name)) // as go-ftw sends them
                .toList();
        boolean complete = input.text("autocomplete_headers")
                .map(t -> t.equalsIgnoreCase("true"))
                .orElse(!input.isTrue("stop_magic"));
        Optional<Bytes> raw = input.text("encoded_request")
                .map(t -> Bytes.of(Base64.getMimeDecoder().decode(t)))
                .or(() -> input.text("raw_request").map(Bytes::utf8));
        return new FtwInput(
                input.text("method", "GET"),
                input.text("uri", "/"),
                input.text("version", "HTTP/1.1"),
                headers,
                data(input),
                raw,
                complete,
                old);
    }

    /// CRS 3 writes some bodies as a list of lines.
    private static String data(FtwYaml input) {
        boolean multipart =
                input.child("headers").texts("Content-Type").stream().anyMatch(t -> t.contains("multipart/form-data;"));
        String data = String.join(multipart ? "\n" : "\r\n", input.texts("data"));
        return REPEAT.matcher(data)
                .replaceAll(m -> Matcher.quoteReplacement(m.group(1).repeat(Integer.parseInt(m.group(2)))));
    }

    private static FtwExpectation expectation(FtwYaml output) {
        FtwYaml log = output.child("log");
        return new FtwExpectation(
                log.texts("expect_ids").stream().map(Long::valueOf).toList(),
                log.texts("no_expect_ids").stream().map(Long::valueOf).toList(),
                log.text("match_regex").or(() -> output.text("log_contains")).map(Pattern::compile),
                log.text("no_match_regex")
                        .or(() -> output.text("no_log_contains"))
                        .map(Pattern::compile),
                output.texts("status").stream().map(Integer::valueOf).toList(),
                output.isTrue("expect_error"),
                output.isTrue("isolated"));
    }
}
