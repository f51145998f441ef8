package casemate.app;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static final int MAX_BYTES = 100_000;

    private final Terminal terminal = new Terminal();

    @TempDir
    Path directory;

    @Test
    void help_names_every_command_and_each_command_has_help() {
        assertThat(terminal.run("--help")).isZero();
        var commands = CommandLines.of(terminal.surroundings()).getSubcommands();
        assertThat(commands.keySet())
                .contains(
                        "up",
                        "agent",
                        "host",
                        "instances",
                        "access",
                        "domain",
                        "drill",
                        "status",
                        "verify",
                        "policy",
                        "waf",
                        "doctor",
                        "test",
                        "format");
        String help = terminal.out();
        for (String command : commands.keySet()) {
            if (commands.get(command).getCommandSpec().usageMessage().hidden()) {
                continue;
            }
            assertThat(help).contains("  " + command + " ");
            assertThat(terminal.run(command, "--help")).isZero();
            assertThat(terminal.out()).startsWith("Usage: casemate " + command);
            assertThat(terminal.err()).isEmpty();
        }
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
                "up --trusted-proxy x",
                "up --trusted-proxy 10.0.0.1/8",
                "up --trusted-proxy 10.0.0.0/8,y",
                "up --trusted-proxy 0.0.0.0/0",
                "up --proxy-header",
                "up --private-listener acme",
                "up --private-listener acme=example.org:443",
                "up --private-listener acme=999.0.0.1:443",
                "up --private-listener acme=192.0.2.7:99999",
                "up --private-listener Acme=192.0.2.7:443",
                "up --acme-directory https://authority.example/directory",
                "up --acme-contact ann@example.org",
                "up --acme-directory http://authority.example/d --acme-contact ann@example.org",
                "up --acme-directory ftp://x --acme-contact ann@example.org",
                "up --acme-directory %% --acme-contact ann@example.org",
                "up --acme-directory https://authority.example/d --acme-contact nobody",
                "up --acme-directory https://authority.example/d --acme-contact a@b --acme-root /nonexistent",
                "up --acme-directory https://authority.example/d --acme-contact a@b --acme-http-port 0",
                "up --acme-directory https://authority.example/d --acme-contact a@b --acme-http-port many",
                "up --acme-directory https://authority.example/d --acme-contact a@b --public-address here",
                "up --firewall-rules /nonexistent/rules",
                "up --rspamd what",
                "up --vies ftp://ec.europa.eu",
                "up --rspamd ftp://127.0.0.1",
                "up --throwaway-domains no-such-file",
                "up --sabotage EDG",
                "up --nodes-port 0",
                "up --nodes-port many",
                "up --nodes-port 8444 --nodes-address here",
                "up --nodes-address 192.0.2.1",
                "agent --data /nonexistent/node",
                "agent --data /nonexistent/node --house nowhere --gateway 192.0.2.2:8445",
                "agent --data /nonexistent/node --house 192.0.2.1:8444 --gateway 0.0.0.0:8445",
                "agent --data /nonexistent/node --house 192.0.2.1:8444 --gateway second.example:8445",
                "agent --data /nonexistent/node --token t --gateway 192.0.2.2:8445",
                "agent --data /nonexistent/node --house 192.0.2.1:8444 --token t",
                "agent --data /nonexistent/node --disk luks",
                "up --lab-clock 31d",
                "up --lab-clock +31d --domain casemate.example",
                "up --lab-clock +31d --secrets https://strongroom.example:8443/",
                "up --lab-clock +31d --payment stripe",
                "up --lab-clock +31d --nodes-port 8444",
                "access",
                "access a/b",
                "access wiki dance",
                "access wiki allow",
                "domain wiki add",
                "domain wiki dance",
                "test no-such-module",
                "test ../escape",
                "policy",
                "policy check no-such-file.yaml",
                "waf",
                "waf check no-such-rules",
                "verify no-such-file.json --key what",
                "verify http://trust.example.com/bundle.json --data /nonexistent"
            })
    void bad_input_is_refused_in_one_line_with_code_2(String line) {
        assertThat(terminal.run(line.isEmpty() ? new String[0] : line.split(" ")))
                .isEqualTo(CommandLines.BAD_INPUT);
        assertThat(terminal.err()).startsWith("casemate: ").hasLineCount(1);
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void every_problem_of_a_policy_is_named_with_its_place() throws Exception {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), "sing: true\ndance: true\n");
        assertThat(terminal.run("policy", "check", policy.toString())).isEqualTo(CommandLines.BAD_INPUT);
        assertThat(terminal.err()).contains("policy.yaml:1:1: ").contains("policy.yaml:2:1: ");
        assertThat(terminal.run("policy", "check", policy.toString(), "--json")).isEqualTo(CommandLines.BAD_INPUT);
        Json problems = Json.parse(terminal.out().getBytes(StandardCharsets.UTF_8), MAX_BYTES);
        assertThat(((Json.Arr) problems).elements()).hasSizeGreaterThan(1);
    }

    @Test
    void every_problem_of_firewall_rules_is_named_with_its_place() throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.conf"), "SecRule ARGZ a\nSecDance On\n");
        assertThat(terminal.run("waf", "check", rules.toString())).isEqualTo(CommandLines.BAD_INPUT);
        assertThat(terminal.err())
                .contains("rules.conf:1:9: unknown variable ARGZ")
                .contains("rules.conf:2:1: unknown directive SecDance");
        assertThat(terminal.run("waf", "check", rules.toString(), "--json")).isEqualTo(CommandLines.BAD_INPUT);
        Json problems = Json.parse(terminal.out().getBytes(StandardCharsets.UTF_8), MAX_BYTES);
        assertThat(((Json.Arr) problems).elements()).hasSizeGreaterThan(1);
    }

    @Test
    void every_rule_that_cannot_be_compiled_is_named_with_its_place() throws Exception {
        Path rules = Files.writeString(
                directory.resolve("rules.conf"),
                "SecRule ARGS \"@rx a(\" id:1,phase:2\nSecRule ARGS \"@ipMatchFromFile none\" id:2,phase:2\n");
        assertThat(terminal.run("waf", "check", rules.toString())).isEqualTo(CommandLines.BAD_INPUT);
        assertThat(terminal.err()).contains("rules.conf:1:15: ").contains("rules.conf:2:15: ");
    }

    @Test
    void firewall_rules_are_counted_by_phase_and_found_where_nobody_names_any() throws Exception {
        Path rules = Files.writeString(
                directory.resolve("rules.conf"), "SecRule ARGS a \"id:1,phase:2,tag:'paranoia-level/1'\"\n");
        assertThat(terminal.run("waf", "check", rules.toString())).isZero();
        assertThat(terminal.out()).contains("1 rules; nothing is wrong", "in phase 2: 1", "of paranoia level 1: 1");
        assertThat(terminal.run("waf", "check", "--json")).isZero();
        Json found = Json.parse(terminal.out().getBytes(StandardCharsets.UTF_8), MAX_BYTES);
        assertThat(((Json.Obj) found).integer("rules")).isGreaterThan(25);
    }

    @Test
    void a_data_directory_of_a_newer_release_or_of_somebody_else_is_refused_untouched() throws Exception {
        Files.writeString(directory.resolve("VERSION"), "casemate-data 2\n");
        assertThat(terminal.run("up", "--data", directory.toString())).isEqualTo(CommandLines.BAD_INPUT);
        assertThat(terminal.err()).contains("newer release").hasLineCount(1);
        Files.delete(directory.resolve("VERSION"));
        Files.writeString(directory.resolve("thesis.txt"), "mine");
        assertThat(terminal.run("up", "--data", directory.toString())).isEqualTo(CommandLines.BAD_INPUT);
        assertThat(terminal.err()).contains("no VERSION of Casemate");
        try (var left = Files.list(directory)) {
            assertThat(left.map(p -> p.getFileName().toString())).containsExactly("thesis.txt");
        }
    }

    @Test
    void doctor_speaks_json_and_fails_where_something_lacks() {
        int code = terminal.run(
                "doctor", "--json", "--data", directory.resolve("none").toString());
        Json checks = Json.parse(terminal.out().getBytes(StandardCharsets.UTF_8), MAX_BYTES);
        List<Json> elements = ((Json.Arr) checks).elements();
        boolean allWell = elements.stream().allMatch(c -> ((Json.Obj) c).bool("well"));
        assertThat(code).isEqualTo(allWell ? CommandLines.DONE : CommandLines.FAILED);
        assertThat(elements).hasSizeGreaterThan(4);
    }
}
