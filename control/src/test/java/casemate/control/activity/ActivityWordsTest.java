package casemate.control.activity;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.web.Language;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever records a new kind of act says in every language what it is, and of which kind. The sources are read: each
/// call that records must name its actions there, or in the calls of the method around it.
class ActivityWordsTest {
    private static final String DID = "activity.did.";
    private static final Pattern ACTION = Pattern.compile("\"([a-z]+\\.[a-z-]+)\"");
    private static final Pattern RECORDS = Pattern.compile("\\b[aA]udit\\.record\\(");
    /// A method, or a variable, by way of which an action goes to the audit.
    private static final Pattern PASSES = Pattern.compile("\\b(\\w+)\\([^()]*\\bString action\\b[^()]*\\)\\s*\\{");
    private static final Pattern CHOOSES = Pattern.compile("\\bString action = ([^;]*);");
    /// The one that is put together, of the names of what one may wish of an instance.
    private static final String WISHES = "\"instance.\" + wish.name()";
    private static final List<String> WISHED = List.of("start", "stop", "suspend", "resume", "erase");

    @ParameterizedTest
    @EnumSource(Language.class)
    void every_act_has_its_words(Language language) throws IOException {
        Set<String> missing = new TreeSet<>(actions());
        missing.removeAll(said(language));
        assertThat(missing)
                .as("say what these are: " + DID + "ACTION in words/activity." + language.code() + ".properties")
                .isEmpty();
    }

    @Test
    void there_are_no_words_for_what_nobody_does() throws IOException {
        Set<String> idle = new TreeSet<>(said(Language.EN));
        idle.removeAll(actions());
        assertThat(idle).isEmpty();
    }

    @Test
    void every_act_is_of_a_kind_that_one_can_look_for() throws IOException {
        assertThat(actions())
                .hasSizeGreaterThan(120)
                .as("name its room in ActivityKind")
                .allSatisfy(action -> assertThat(ActivityKind.of(action.substring(0, action.indexOf('.'))))
                        .as(action)
                        .isPresent());
    }

    private static Set<String> actions() throws IOException {
        Set<String> actions = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                read(file.getFileName() + "", Files.readString(file), actions);
            }
        }
        return actions;
    }

    private static void read(String file, String source, Set<String> actions) {
        Set<String> passed = new HashSet<>();
        PASSES.matcher(source)
                .results()
                .forEach(m -> calls(Pattern.compile("\\b" + m.group(1) + "\\("), source)
                        .forEach(call -> passed.addAll(literals(call))));
        CHOOSES.matcher(source).results().forEach(m -> passed.addAll(literals(m.group(1))));
        actions.addAll(passed);
        for (String call : calls(RECORDS, source)) {
            if (call.contains(WISHES)) {
                WISHED.forEach(w -> actions.add("instance." + w));
                continue;
            }
            Set<String> named = literals(call);
            actions.addAll(named);
            assertThat(named.isEmpty() && (passed.isEmpty() || !call.matches("(?s).*\\baction\\b.*")))
                    .as("which acts does " + file + " record here: " + call)
                    .isFalse();
        }
    }

    private static Set<String> literals(String source) {
        Set<String> found = new HashSet<>();
        ACTION.matcher(source).results().forEach(m -> found.add(m.group(1)));
        return found;
    }

    /// What stands between the parentheses of each call.
    private static List<String> calls(Pattern call, String source) {
        return call.matcher(source)
                .results()
                .map(m -> source.substring(m.end(), end(source, m.end())))
                .toList();
    }

    private static int end(String source, int from) {
        int depth = 1;
        int at = from;
        Matcher quoted = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"").matcher(source);
        while (depth > 0) {
            char c = source.charAt(at);
            if (c == '"' && quoted.find(at)) {
                at = quoted.end();
                continue;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            at++;
        }
        return at - 1;
    }

    private static Set<String> said(Language language) throws IOException {
        Properties words = new Properties();
        try (Reader reader = Files.newBufferedReader(
                Path.of("src/main/resources/words/activity." + language.code() + ".properties"))) {
            words.load(reader);
        }
        Set<String> said = new HashSet<>();
        words.stringPropertyNames().stream()
                .filter(k -> k.startsWith(DID))
                .forEach(k -> said.add(k.substring(DID.length())));
        return said;
    }
}
