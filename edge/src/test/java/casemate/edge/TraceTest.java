package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Numbers of requests and of traces, by way of a real edge.
class TraceTest {
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final Pattern PARENT =
            Pattern.compile("\r\ntraceparent: 00-([0-9a-f]{32})-([0-9a-f]{16})-(0[01])\r\n");

    static final List<String> UNSOUND = List.of(
            "",
            "00",
            "00-" + ID + "-" + SPAN,
            "00-" + ID + "-" + SPAN + "-1",
            "00-" + ID + "-" + SPAN + "-01-more",
            "00-" + ID + "-" + SPAN + "-0x",
            "00-" + ID.toUpperCase(Locale.ROOT) + "-" + SPAN + "-01",
            "00-" + "0".repeat(32) + "-" + SPAN + "-01",
            "00-" + ID + "-" + "0".repeat(16) + "-01",
            "00_" + ID + "-" + SPAN + "-01",
            "ff-" + ID + "-" + SPAN + "-01",
            "0F-" + ID + "-" + SPAN + "-01",
            "01-" + ID + "-" + SPAN + "-01more",
            "00-" + ID + "-" + SPAN + "-01\r\ntraceparent: 00-" + ID + "-" + SPAN + "-01");

    @TempDir
    static Path directory;

    private static EdgeHouse house;
    private static Application application;

    @BeforeAll
    static void open() throws IOException {
        house = EdgeHouse.open(directory);
        application = new Application(
                (_, _, out) -> out.write("HTTP/1.1 200 OK\r\nX-Request-Id: mine\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        house.apply(1, EdgeHouse.serving(EdgeHouse.ACME, application.port()));
    }

    @AfterAll
    static void close() throws IOException {
        house.close();
        application.close();
    }

    @BeforeEach
    void forget() {
        application.heads.clear();
    }

    @Test
    void a_request_has_one_number_that_application_visitor_and_log_know() throws IOException {
        Answer answer = house.get(
                EdgeHouse.ACME,
                "/numbered",
                "X-Request-Id: forged",
                "x_request_id: forged too",
                "X_Forwarded_For: forged");
        assertThat(answer.all("x-request-id")).hasSize(1);
        String number = answer.header("x-request-id");
        assertThat(number).matches("[0-9a-f]{32}");
        assertThat(told()).contains("\r\nx-request-id: " + number + "\r\n").doesNotContain("forged");
        Matcher parent = parent();
        assertThat(parent.group(1)).isEqualTo(number);
        Path log = directory.resolve("log").resolve("access.jsonl");
        EdgeHouse.until(() -> read(log).contains("\"http.request.id\":\"" + number + "\""));
        assertThat(read(log)).contains("\"trace.id\":\"" + number + "\"");
        assertThat(house.get(EdgeHouse.ACME, "/again").header("x-request-id")).isNotEqualTo(number);
    }

    @Test
    void a_page_of_the_edge_itself_carries_the_number_too() throws IOException {
        Answer answer = house.raw(EdgeHouse.ACME, "GET / HTTP/1.1\r\n\r\n");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("x-request-id")).matches("[0-9a-f]{32}");
    }

    @Test
    void a_sound_trace_goes_on_with_a_span_of_the_edge() throws IOException {
        house.get(
                EdgeHouse.ACME,
                "/",
                "TraceParent: 00-" + ID + "-" + SPAN + "-00",
                "tracestate: a=1",
                "tracestate: b=2");
        Matcher parent = parent();
        assertThat(parent.group(1)).isEqualTo(ID);
        assertThat(parent.group(2)).isNotEqualTo(SPAN);
        assertThat(parent.group(3)).isEqualTo("00");
        assertThat(told()).contains("\r\ntracestate: a=1,b=2\r\n");
    }

    @Test
    void a_later_version_is_understood_as_far_as_it_can_be_and_unknown_flags_are_not_passed_on() throws IOException {
        house.get(EdgeHouse.ACME, "/", "traceparent: cc-" + ID + "-" + SPAN + "-fd-what-ever");
        assertThat(parent().group(1)).isEqualTo(ID);
        assertThat(parent().group(3)).isEqualTo("01");
    }

    @ParameterizedTest
    @FieldSource("UNSOUND")
    void an_unsound_trace_is_replaced_and_its_state_left_out(String parent) throws IOException {
        Answer answer = house.get(EdgeHouse.ACME, "/", "traceparent: " + parent, "tracestate: a=1");
        assertThat(parent().group(1)).isEqualTo(answer.header("x-request-id"));
        assertThat(told()).doesNotContain("tracestate", ID.substring(4));
    }

    @Test
    void a_state_that_is_too_long_is_left_out_whole() throws IOException {
        String trace = "traceparent: 00-" + ID + "-" + SPAN + "-01";
        house.get(EdgeHouse.ACME, "/", trace, "tracestate: a=" + "x".repeat(400), "tracestate: b=" + "x".repeat(200));
        assertThat(told()).contains(ID).doesNotContain("tracestate");
        application.heads.clear();
        house.get(EdgeHouse.ACME, "/", trace, "tracestate: a=1" + ",a=1".repeat(32));
        assertThat(told()).contains(ID).doesNotContain("tracestate");
    }

    private static String told() {
        return application.heads.getFirst().toLowerCase(Locale.ROOT);
    }

    private static Matcher parent() {
        Matcher found = PARENT.matcher(told());
        assertThat(found.find()).as(told()).isTrue();
        return found;
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
