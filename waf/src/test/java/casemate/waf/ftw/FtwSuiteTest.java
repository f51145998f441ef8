package casemate.waf.ftw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FtwSuiteTest {
    @Test
    void everyCaseOfTheOldSuiteIsRead() throws Exception {
        FtwSuite suite = FtwSuite.of(Corpus.cases("3.3.4"));
        assertThat(suite.cases()).hasSize(2403).allMatch(c -> !c.stages().isEmpty());
    }

    @Test
    void everyCaseOfTheNewSuiteIsReadAndNamedOnce() throws Exception {
        FtwSuite suite = FtwSuite.of(Corpus.cases("4.28.0"));
        assertThat(suite.cases()).hasSize(4966);
        assertThat(new HashSet<>(suite.cases().stream().map(FtwCase::id).toList()))
                .hasSize(4966);
    }

    @Test
    void aRequestIsMadeToTheLetterOfTheToolThatTheCasesWereWrittenFor() {
        assertThat(request("""
                method: "POST"
                uri: "/post"
                headers:
                  User-Agent: "x"
                  Host: "localhost"
                data: "a=<b>&c"
                """)).isEqualTo("""
                POST /post HTTP/1.1
                Host: localhost
                User-Agent: x
                Content-Type: application/x-www-form-urlencoded
                Connection: close
                Content-Length: 11

                a=%3Cb%3E&c""".replace("\n", "\r\n"));
    }

    @Test
    void nothingIsAddedWhereTheCaseSaysSo() {
        assertThat(request("""
                autocomplete_headers: false
                headers: {Content-Length: 7}
                data: "a b"
                """)).isEqualTo("GET / HTTP/1.1\r\nContent-Length: 7\r\n\r\na b");
    }

    @Test
    void multipartLinesEndWithBothCharacters() {
        assertThat(request("""
                stop_magic: true
                headers: {Content-Type: "multipart/form-data; boundary=b"}
                data: ["--b", "--b--"]
                """)).endsWith("\r\n\r\n--b\r\n--b--");
    }

    @Test
    void aRepeatedTextIsWrittenOut() {
        assertThat(request("""
                autocomplete_headers: false
                data: 'a={{ "1" | repeat 5 }}'
                """)).endsWith("a=11111");
    }

    @Test
    void bothFormsOfAnExpectationAreUnderstood() {
        FtwExpectation old = expectation("{status: [403, 400], log_contains: 'id \"1\"'}");
        assertThat(old.statuses()).containsExactly(403, 400);
        assertThat(old.log().orElseThrow().pattern()).isEqualTo("id \"1\"");
        FtwExpectation recent = expectation("{log: {expect_ids: [1], no_expect_ids: [2, 3], match_regex: x}}");
        assertThat(recent.ids()).containsExactly(1L);
        assertThat(recent.absentIds()).containsExactly(2L, 3L);
    }

    @Test
    void aFileThatIsNoYamlIsRefusedWithItsName() {
        assertThatThrownBy(() -> FtwSuite.of(Map.of("920100.yaml", "tests: [")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("920100.yaml");
    }

    private static String request(String input) {
        return stage("input:\n" + input.indent(2) + "output: {}").request().toLatin1();
    }

    private static FtwExpectation expectation(String output) {
        return stage("output: " + output).expectation();
    }

    private static FtwCase.Stage stage(String stage) {
        String file = "rule_id: 1\ntests:\n  - test_id: 1\n    stages:\n      -\n" + stage.indent(8);
        List<FtwCase> cases = FtwSuite.of(Map.of("1.yaml", file)).cases();
        assertThat(cases).hasSize(1);
        return cases.getFirst().stages().getFirst();
    }
}
