package casemate.app;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WafCommandsTest {
    private static final int MAX_BYTES = 1_000_000;

    private static final String RULE = """
            SecRuleEngine On
            SecRule ARGS "@contains union select" "id:942100,phase:2,deny,status:403,log,\\
              t:none,t:urlDecodeUni,t:lowercase,msg:'SQL injection'"
            """;

    private final Terminal terminal = new Terminal();

    @TempDir
    Path directory;

    @Test
    void explain_tells_the_rule_the_variable_and_each_transformation() throws IOException {
        Path rules = write("rules.conf", RULE);
        Path request = write("attack.http", "GET /?id=1+UNION%2520SELECT HTTP/1.1\nHost: example.org\n");
        assertThat(terminal.run("waf", "explain", request.toString(), "--rules", rules.toString()))
                .isZero();
        assertThat(terminal.out())
                .startsWith("blocked with 403 by 942100: SQL injection")
                .contains("ARGS:id by @contains union select", "as received            1 UNION%20SELECT", "t:lowercase")
                .contains("1 union select");
    }

    @Test
    void explain_prints_json_for_programs() throws IOException {
        Path rules = write("rules.conf", RULE);
        Path request = write("harmless.http", "GET /?id=1 HTTP/1.1\nHost: example.org\n");
        assertThat(terminal.run("waf", "explain", request.toString(), "--rules", rules.toString(), "--json"))
                .isZero();
        Json.Obj explained = Json.parseObject(terminal.out().getBytes(StandardCharsets.UTF_8), MAX_BYTES);
        assertThat(explained.bool("blocked")).isFalse();
        assertThat(explained.list("matched", m -> m)).isEmpty();
    }

    @Test
    void ftw_lists_what_fails_and_returns_1_then() throws IOException {
        write("rules/REQUEST-942.conf", RULE.replace("SecRuleEngine On\n", ""));
        write("crs-setup.conf", "SecAction \"id:900990,phase:1,pass,nolog\"\n");
        write("tests/942100.yaml", """
                rule_id: 942100
                tests:
                  - test_id: 1
                    stages:
                      - input: {uri: "/?id=1+union%20select", headers: {Host: localhost}}
                        output: {log: {expect_ids: [942100]}}
                  - test_id: 2
                    stages:
                      - input: {uri: "/?id=1", headers: {Host: localhost}}
                        output: {log: {expect_ids: [942100]}}
                """);
        String tests = directory.resolve("tests").toString();
        assertThat(terminal.run("waf", "ftw", "--rules", directory.toString(), "--tests", tests))
                .isEqualTo(CommandLines.FAILED);
        assertThat(terminal.out()).startsWith("942100-2: 942100 did not match").endsWith("1 passed, 1 failed\n");
        assertThat(terminal.run("waf", "ftw", "--rules", directory.toString(), "--tests", tests, "--only", "942100-1"))
                .isZero();
    }

    @Test
    void bench_measures_every_kind_of_request() throws IOException {
        Path rules = write("rules.conf", RULE);
        assertThat(terminal.run("waf", "bench", "--rules", rules.toString(), "--seconds", "0.001"))
                .isZero();
        assertThat(terminal.out()).contains("rules to ready", "GET, 5 headers", "upload 1 MB");
    }

    @Test
    void bad_input_is_refused_in_one_line() {
        for (String line : new String[] {
            "waf explain no-such-file",
            "waf ftw --tests no-such-directory",
            "waf bench --seconds 0",
            "waf bench --paranoia 9",
            "waf bench --rules no-such-directory"
        }) {
            assertThat(terminal.run(line.split(" ", -1))).as(line).isEqualTo(CommandLines.BAD_INPUT);
            assertThat(terminal.err().lines()).as(line).hasSize(1);
        }
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
