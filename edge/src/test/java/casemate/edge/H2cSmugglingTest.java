package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The same corpora in front of an application that speaks HTTP/2: nothing gets through, or one request with one
/// meaning does.
class H2cSmugglingTest {
    /// Every build takes one of so many; all by hand, with `-Dcasemate.corpus=1`.
    private static final int ONE_OF = Integer.getInteger("casemate.corpus", 8);

    static final List<String> HTTP_1 = IntStream.range(0, SmugglingCorpusTest.CORPUS.size())
            .filter(number -> number % ONE_OF == 0)
            .mapToObj(SmugglingCorpusTest.CORPUS::get)
            .toList();
    static final List<List<String>> HTTP_2 = Http2SmugglingTest.CORPUS;

    @TempDir
    static Path directory;

    private static EdgeHouse house;
    private static Http2Application inside;

    @BeforeAll
    static void open() {
        house = EdgeHouse.open(directory, "EDG-5", "EDG-6");
        inside = Http2Application.saying("ok");
        house.apply(1, H2cTest.route(casemate.wire.RouteRules.USUAL.with(casemate.wire.Shield.NONE), inside.port()));
    }

    @AfterAll
    static void close() {
        house.close();
        inside.close();
    }

    @BeforeEach
    void forget() {
        inside.asked.clear();
    }

    @ParameterizedTest
    @FieldSource("HTTP_1")
    void a_case_is_refused_or_forwarded_with_one_meaning(String request) throws IOException {
        String answer = SmugglingCorpusTest.ask(house, request);
        assertThat(answer.split("HTTP/1.1 200 OK", -1).length - 1)
                .as("answered by the application")
                .isEqualTo(inside.asked.size());
        assertThat(inside.asked).hasSizeLessThanOrEqualTo(1).allSatisfy(H2cSmugglingTest::oneMeaning);
    }

    @ParameterizedTest
    @FieldSource("HTTP_2")
    void a_case_of_http_2_is_refused_or_forwarded_with_one_meaning(List<String> fields) throws IOException {
        boolean answered = Http2SmugglingTest.ask(house, fields);
        assertThat(inside.asked).hasSize(answered ? 1 : 0).allSatisfy(H2cSmugglingTest::oneMeaning);
    }

    private static void oneMeaning(Http2Application.Asked asked) {
        Map<String, String> fields = H2cTest.fields(asked.head());
        assertThat(fields)
                .containsEntry(":authority", EdgeHouse.ACME)
                .containsEntry(":scheme", "http")
                .doesNotContainKeys(
                        "host",
                        "connection",
                        "keep-alive",
                        "proxy-connection",
                        "upgrade",
                        "transfer-encoding",
                        "transfer_encoding",
                        "content_length");
        assertThat(fields.get(":path")).doesNotContain("smuggled");
        assertThat(fields.getOrDefault("te", "trailers")).isEqualTo("trailers");
        assertThat(fields.getOrDefault("content-length", Long.toString(asked.bytes())))
                .isEqualTo(Long.toString(asked.bytes()));
        assertThat(fields).allSatisfy((name, value) -> {
            assertThat(name).isEqualTo(name.toLowerCase(Locale.ROOT)).matches("[!-~]+");
            assertThat(value).doesNotContain("\r", "\n", "\0");
        });
    }
}
