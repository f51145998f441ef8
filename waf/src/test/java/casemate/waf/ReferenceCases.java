package casemate.waf;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import casemate.base.Json;
import casemate.waf.text.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The cases that ModSecurity keeps for transformations and operators (the project secrules-language-tests), read from
/// a directory named by a system property: they are not ours to carry.
public final class ReferenceCases {
    public static final String PROPERTY = "casemate.secrules-language-tests";

    private static final int MOST_BYTES = 16 << 20;
    private static final Pattern ESCAPE = Pattern.compile("\\\\x([a-z0-9A-Z]{2})|\\\\u([a-z0-9A-Z]{4})");

    /// @param parameter as written, one character per byte; empty when there is none
    /// @param output null for an operator
    public record Case(
            Path file,
            String name,
            String parameter,
            Bytes input,
            @Nullable Bytes output,
            long result) {}

    private ReferenceCases() {}

    /// The files of one kind, `transformations` or `operators`; aborts the test when the directory is not there.
    public static List<Path> files(String kind) throws IOException {
        String directory = System.getProperty(PROPERTY);
        assumeTrue(directory != null, "ModSecurity's cases are not here: name their directory with -D" + PROPERTY);
        try (Stream<Path> all = Files.list(Path.of(String.valueOf(directory)).resolve(kind))) {
            return all.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        }
    }

    public static List<Case> in(Path file) throws IOException {
        Json.Arr cases = (Json.Arr) Json.parse(Files.readAllBytes(file), MOST_BYTES);
        return cases.elements().stream()
                .map(Json.Obj.class::cast)
                .map(c -> read(file, c))
                .toList();
    }

    private static Case read(Path file, Json.Obj c) {
        Bytes output = c.find("output").isPresent() ? binary(text(c, "output")) : null;
        return new Case(
                file, c.text("name"), text(c, "param"), binary(text(c, "input")), output, (long) number(c.get("ret")));
    }

    private static double number(Json json) {
        return ((Json.Num) json).value();
    }

    /// ModSecurity's test program handles C strings: what follows a null is lost.
    private static String text(Json.Obj c, String member) {
        String text = c.find(member).isPresent() ? c.text(member) : "";
        int end = text.indexOf(0);
        byte[] utf8 = (end < 0 ? text : text.substring(0, end)).getBytes(StandardCharsets.UTF_8);
        return new String(utf8, StandardCharsets.ISO_8859_1);
    }

    /// And it turns each backslash with `x41` or `u0041` that it finds in a value into that byte.
    private static Bytes binary(String text) {
        return Bytes.latin1(
                ESCAPE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(character(m.group(1), m.group(2)))));
    }

    /// As C's scanf reads it: the digits that stand first.
    private static String character(@Nullable String two, @Nullable String four) {
        String digits = String.valueOf(two != null ? two : four).replaceFirst("[^0-9a-fA-F].*", "");
        return String.valueOf((char) (Integer.parseInt("0" + digits, 16) & 0xff));
    }
}
