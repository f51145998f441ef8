package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The lines of the access log, which are made without a tree of values: the strict reader and the canonical
/// writer must agree with them byte by byte.
class AccessLogTest {
    static final List<String> NASTY = List.of(
            "",
            "\"",
            "\\",
            "\\\"\\",
            "\",\"url.domain\":\"evil",
            "\r\n{}\n",
            "\u0000\u0001\b\f\t\u001f\u007f",
            "é ß ł \u07ff \u0800 \u2028 \ufffd",
            "𝄞 and 🏰",
            "x".repeat(100_000),
            "\u0000".repeat(50_000));

    private static final Route ROUTE = new Route(
            "acme.casemate.localhost",
            Optional.of(EdgeHouse.INSTANCE),
            Route.State.SUSPENDED,
            List.of(),
            RouteRules.USUAL);

    private static final int MAX_BYTES = 10_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @FieldSource("NASTY")
    void a_text_is_written_as_the_canonical_writer_writes_it(String text) throws IOException {
        assertThat(written(new JsonLines().text("before").raw(',').text(text)))
                .isEqualTo("\"before\"," + Json.of(text).text());
    }

    @Test
    void half_a_character_becomes_a_question_mark() throws IOException {
        char first = '\ud834';
        char second = '\udd1e';
        assertThat(written(new JsonLines()
                        .text("a" + first)
                        .text(second + "b")
                        .text("" + second + first)
                        .text("" + first + second)))
                .isEqualTo("\"a?\"\"?b\"\"??\"\"𝄞\"");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 12_345, Long.MAX_VALUE})
    void a_number_has_all_its_digits(long number) throws IOException {
        assertThat(written(new JsonLines().number(number))).isEqualTo(Long.toString(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00.000Z", "2026-11-22T03:25:15.007Z", "1969-12-31T23:59:59.999Z"})
    void a_time_has_milliseconds(String time) throws IOException {
        JsonLines lines = new JsonLines().instant(0).instant(Instant.parse(time).toEpochMilli());
        assertThat(written(lines)).isEqualTo("\"1970-01-01T00:00:00.000Z\"\"" + time + "\"");
    }

    @Test
    void a_number_of_a_request_has_32_digits() throws IOException {
        HexId id = new HexId(0x0123_4567_89ab_cdefL, 0xfedc_ba98_7654_3210L);
        assertThat(written(new JsonLines().id(id))).isEqualTo("\"" + id + "\"");
        assertThat(id).hasToString("0123456789abcdeffedcba9876543210");
        assertThat(new HexId(0, -1)).hasToString("0".repeat(16) + "f".repeat(16));
    }

    @ParameterizedTest
    @FieldSource("NASTY")
    void a_line_is_canonical_json_whatever_was_asked_for(String text) throws IOException {
        Visit visit = visit("192.0.2.77", new Encryption("1.3", "TLS_AES_128_GCM_SHA256"));
        visit.asked("GET" + text, "/" + text + "?secret");
        visit.refused("firewall");
        visit.routed(ROUTE);
        visit.answered();
        visit.status(403);
        visit.sent(2048);
        visit.over();
        Json.Obj line = line(visit);
        assertThat(line.text("url.path"))
                .startsWith("/")
                .doesNotContain("secret")
                .hasSizeLessThanOrEqualTo(201);
        assertThat(line.text("source.address")).isEqualTo("192.0.2.0");
        assertThat(line.text("event.reason")).isEqualTo("firewall");
        assertThat(line.text("event.outcome")).isEqualTo("failure");
        assertThat(line.text("tls.version")).isEqualTo("1.3");
        assertThat(line.text("tls.version_protocol")).isEqualTo("tls");
        assertThat(line.text("tls.cipher")).isEqualTo("TLS_AES_128_GCM_SHA256");
        assertThat(line.text("service.id")).isEqualTo(EdgeHouse.INSTANCE.value());
        assertThat(line.text("url.domain")).isEqualTo("acme.casemate.localhost");
        assertThat(line.integer("http.response.body.bytes")).isEqualTo(2048);
        assertThat(line.integer("event.duration")).isGreaterThanOrEqualTo(line.integer("casemate.upstream.duration"));
    }

    @Test
    void what_is_unknown_is_left_out() throws IOException {
        Visit visit = visit("2001:db8:1:2::3", null);
        visit.over();
        Json.Obj line = line(visit);
        assertThat(line.text("source.address")).isEqualTo("2001:db8:1:0:0:0:0:0");
        assertThat(line.members())
                .doesNotContainKeys(
                        "event.reason",
                        "tls.version",
                        "tls.cipher",
                        "service.id",
                        "url.domain",
                        "casemate.upstream.duration");
    }

    @Test
    void many_lines_arrive_whole_and_in_order() throws IOException {
        int count = 3_000;
        try (AccessLog log = new AccessLog(directory, Clock.systemUTC())) {
            for (int i = 0; i < count; i++) {
                Visit visit = visit("127.0.0.1", null);
                visit.asked("GET", "/" + i);
                visit.over();
                log.over(visit);
            }
        }
        List<String> lines = Files.readAllLines(directory.resolve("access.jsonl"));
        assertThat(lines).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(read(lines.get(i)).text("url.path")).isEqualTo("/" + i);
        }
    }

    private static Visit visit(String address, @org.jspecify.annotations.Nullable Encryption encryption) {
        return new Visit(InetAddress.ofLiteral(address), "1.1", encryption);
    }

    /// One line, read strictly; it is what the canonical writer makes of what was read.
    private static Json.Obj line(Visit visit) throws IOException {
        JsonLines lines = new JsonLines();
        AccessLog.write(new AccessLog.Over(1_764_000_000_123L, visit), lines);
        String line = written(lines);
        assertThat(line).endsWith("}\n");
        Json.Obj read = read(line.stripTrailing());
        assertThat(read.text() + "\n").isEqualTo(line);
        return read;
    }

    private static Json.Obj read(String line) {
        return Json.parseObject(line.getBytes(StandardCharsets.UTF_8), MAX_BYTES);
    }

    private static String written(JsonLines lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lines.drain(Channels.newChannel(out));
        return out.toString(StandardCharsets.UTF_8);
    }
}
