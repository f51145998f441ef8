package casemate.app;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static final int MAX_BYTES = 100_000;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void help_names_every_command_and_each_command_has_help() {
        assertThat(run("--help")).isZero();
        var commands = CommandLines.of(surroundings()).getSubcommands();
        assertThat(commands.keySet()).contains("up", "doctor", "test", "format");
        for (String command : commands.keySet()) {
            assertThat(out.toString()).contains("  " + command + " ");
            assertThat(run(command, "--help")).isZero();
        }
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sing",
                "up --what",
                "up --https-port many",
                "up --https-port 99999",
                "up --domain -",
                "up --sabotage EDG",
                "test no-such-module",
                "test ../escape"
            })
    void bad_input_is_refused_in_one_line_with_code_2(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(CommandLines.BAD_INPUT);
        assertThat(err.toString()).startsWith("casemate: ").hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_data_directory_of_a_newer_release_or_of_somebody_else_is_refused_untouched() throws Exception {
        Files.writeString(directory.resolve("VERSION"), "casemate-data 2\n");
        assertThat(run("up", "--data", directory.toString())).isEqualTo(CommandLines.BAD_INPUT);
        assertThat(err.toString()).contains("newer release").hasLineCount(1);
        Files.delete(directory.resolve("VERSION"));
        Files.writeString(directory.resolve("thesis.txt"), "mine");
        assertThat(run("up", "--data", directory.toString())).isEqualTo(CommandLines.BAD_INPUT);
        assertThat(err.toString()).contains("no VERSION of Casemate");
        try (var left = Files.list(directory)) {
            assertThat(left.map(p -> p.getFileName().toString())).containsExactly("thesis.txt");
        }
    }

    @Test
    void doctor_speaks_json_and_fails_where_something_lacks() {
        int code = run("doctor", "--json", "--data", directory.resolve("none").toString());
        Json checks = Json.parse(out.toString().getBytes(StandardCharsets.UTF_8), MAX_BYTES);
        List<Json> elements = ((Json.Arr) checks).elements();
        boolean allWell = elements.stream().allMatch(c -> ((Json.Obj) c).bool("well"));
        assertThat(code).isEqualTo(allWell ? CommandLines.DONE : CommandLines.FAILED);
        assertThat(elements).hasSizeGreaterThan(5);
    }

    private int run(String... arguments) {
        return CommandLines.of(surroundings()).execute(arguments);
    }

    private Surroundings surroundings() {
        return new Surroundings(
                Path.of("..").toAbsolutePath(), Map.of(), new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
