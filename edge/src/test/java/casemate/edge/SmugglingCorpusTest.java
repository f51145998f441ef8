package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The published ways to make two programs see different requests in the same bytes (CL.TE, TE.CL,
/// TE.TE, CL.0 with the mutations of PortSwigger's and defparam's tools), each as its author sends it.
/// Either nothing gets through, or what gets through has one meaning only: one way to say where its
/// body ends, and as many requests seen inside as were answered.
class SmugglingCorpusTest {
    private static final String HOST = "Host: " + EdgeHouse.ACME + "\r\nConnection: close\r\n";
    private static final String POST = "POST / HTTP/1.1\r\n" + HOST;
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: " + EdgeHouse.ACME + "\r\n\r\n";
    /// Whoever believes the length takes all of it for the body; whoever believes the coding sees a
    /// second request.
    private static final String HIDDEN_BEHIND_THE_LAST_CHUNK = "0\r\n\r\n" + SMUGGLED;

    private static final String HIDDEN_IN_A_CHUNK =
            Integer.toHexString(SMUGGLED.length()) + "\r\n" + SMUGGLED + "\r\n0\r\n\r\n";
    private static final int READ_MILLIS = 5_000;

    static final List<String> CORPUS = corpus();

    @TempDir
    static Path directory;

    private static EdgeHouse house;
    private static WholeRequests inside;

    @BeforeAll
    static void open() throws IOException {
        // What guards against many requests from one address would stop the corpus, not its cases.
        house = EdgeHouse.open(directory, "EDG-5", "EDG-6");
        inside = new WholeRequests();
        house.apply(1, EdgeHouse.serving(EdgeHouse.ACME, inside.port()));
    }

    @AfterAll
    static void close() throws IOException {
        house.close();
        inside.close();
    }

    @BeforeEach
    void forget() {
        inside.forget();
    }

    @Test
    void the_corpus_is_as_large_as_it_should_be() {
        assertThat(CORPUS).hasSizeGreaterThan(300).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @FieldSource("CORPUS")
    void a_case_is_refused_or_forwarded_with_one_meaning(String request) throws IOException {
        String answer = ask(house, request);
        assertThat(answer.split("HTTP/1.1 200 OK", -1).length - 1)
                .as("answered by the application")
                .isEqualTo(inside.whole().size());
        assertThat(inside.whole()).hasSizeLessThanOrEqualTo(1).noneMatch(head -> head.contains("/smuggled HTTP"));
        assertThat(inside.heads()).allSatisfy(SmugglingCorpusTest::oneMeaning);
    }

    static void oneMeaning(String head) {
        List<String> framing = head.toLowerCase(Locale.ROOT)
                .lines()
                .filter(line -> line.matches("(?s)[^a-z]*(transfer.encoding|content.length)[^a-z].*"))
                .toList();
        assertThat(framing).as(head).hasSizeLessThanOrEqualTo(1);
        assertThat(framing).allMatch(line -> line.matches("transfer-encoding: chunked|content-length: [0-9]{1,18}"));
        assertThat(head.replace("\r\n", "")).as("lines that end otherwise").doesNotContain("\r", "\n", "\0");
    }

    /// All that comes back.
    static String ask(EdgeHouse house, String request) throws IOException {
        try (SSLSocket socket = house.connect(EdgeHouse.ACME)) {
            socket.setSoTimeout(READ_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return Answer.read(socket.getInputStream()).text();
        } catch (SocketTimeoutException _) {
            return "";
        }
    }

    private static List<String> corpus() {
        Set<String> cases = new LinkedHashSet<>();
        for (String coding : codings()) {
            cases.add(lengthFirst(coding, HIDDEN_BEHIND_THE_LAST_CHUNK));
            cases.add(POST + coding + "\r\nContent-Length: 4\r\n\r\n" + HIDDEN_IN_A_CHUNK);
        }
        for (String length : lengths()) {
            cases.add(POST + length + "\r\n\r\n" + SMUGGLED);
        }
        for (String chunks : chunks()) {
            cases.add(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunks + SMUGGLED);
        }
        return List.copyOf(cases);
    }

    private static String lengthFirst(String coding, String body) {
        return POST + "Content-Length: " + body.length() + "\r\n" + coding + "\r\n\r\n" + body;
    }

    /// Ways to write the coding so that one program takes it for one and another does not.
    private static List<String> codings() {
        List<String> all = new ArrayList<>(List.of(
                "Transfer-Encoding: chunked",
                "transfer-encoding: chunked",
                "TRANSFER-ENCODING: CHUNKED",
                "Transfer-Encoding: cHuNkEd",
                "Transfer-Encoding:chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunkedx",
                "Transfer-Encoding: chunk",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: identity, chunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked,",
                "Transfer-Encoding: ,chunked",
                "Transfer-Encoding: chunked;a=b",
                "Transfer-Encoding: \"chunked\"",
                "Transfer-Encoding: 'chunked'",
                "Transfer-Encoding: chunked cow",
                "Transfer-Encoding: cow chunked",
                "Transfer-Encoding:",
                "Transfer-Encoding: ",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: cow",
                "Transfer-Encoding: cow\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-encoding: identity",
                "Transfer-Encoding\r\n : chunked",
                "Transfer-Encoding:\r\n chunked",
                "Transfer-Encoding:\n chunked",
                "Transfer-Encoding: chunked\r\n cow",
                "Foo: bar\r\n Transfer-Encoding: chunked",
                "Foo: bar\r\n\tTransfer-Encoding: chunked",
                "Foo: bar\nTransfer-Encoding: chunked",
                "Foo: bar\rTransfer-Encoding: chunked",
                "Foo: bar\r\n\rTransfer-Encoding: chunked",
                "Foo: bar\n\rTransfer-Encoding: chunked",
                "Foo: bar\r\n\r\nTransfer-Encoding: chunked",
                "Transfer_Encoding: chunked",
                "Transfer Encoding: chunked",
                "TransferEncoding: chunked",
                "Transfer-Encoding chunked",
                "Transfer-Encoding; chunked",
                "Transfer-Encoding=chunked",
                ":Transfer-Encoding: chunked",
                "Transfer-\u00c8ncoding: chunked",
                "Transfer-Encoding: chun\u212bked".replace('\u212b', '\u00e5'),
                "X-Transfer-Encoding: chunked",
                "Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked",
                "Connection: Content-Length\r\nX: y",
                "TE: chunked",
                "Trailer: Transfer-Encoding",
                "Content-Encoding: chunked"));
        for (char c : "\u0000\u0001\u0004\b\t\u000b\f\u000e\u001f \u007f\u0085\u00a0\u00ff,;".toCharArray()) {
            all.add("Transfer-Encoding:" + c + "chunked");
            all.add("Transfer-Encoding" + c + ": chunked");
            all.add(c + "Transfer-Encoding: chunked");
            all.add("Transfer-Encoding: chunked" + c);
            all.add("Transfer-Encoding: " + c + "chunked");
            all.add("Transfer" + c + "Encoding: chunked");
            all.add("X: X" + c + "\nTransfer-Encoding: chunked");
        }
        return all;
    }

    private static List<String> lengths() {
        return List.of(
                "Content-Length: 0",
                "Content-Length: 00",
                "Content-Length: 0\r\nContent-Length: 0",
                "Content-Length: 0\r\nContent-Length: 5",
                "Content-Length: 5\r\nContent-Length: 0",
                "Content-Length: 0, 0",
                "Content-Length: 0,5",
                "Content-Length: +0",
                "Content-Length: -0",
                "Content-Length: 0x0",
                "Content-Length: 0.0",
                "Content-Length: 0e5",
                "Content-Length: 0 5",
                "Content-Length: 0;",
                "Content-Length: \"0\"",
                "Content-Length:",
                "Content-Length: \u000b0",
                "Content-Length: 0\u0000",
                "Content-Length : 0",
                "Content-Length\t: 0",
                " Content-Length: 0",
                "Content_Length: 0",
                "Content-Length: \u0661",
                "Content-Length: 18446744073709551616",
                "Content-Length: 4294967296000000000000",
                "X: y\nContent-Length: 0",
                "X: y");
    }

    private static List<String> chunks() {
        return List.of(
                "0\r\n\r\n",
                "00000000000000000\r\n\r\n",
                "0;a=b\r\n\r\n",
                "0;a=\"\r\n\r\n\"\r\n\r\n",
                "0;\n\r\n",
                "0;a\nb\r\n\r\n",
                "0;" + "a".repeat(5_000) + "\r\n\r\n",
                "0\n\n",
                "0\r\n\n",
                "0\n\r\n",
                "0\r\r\n\r\n",
                "0 \r\n\r\n",
                " 0\r\n\r\n",
                "\t0\r\n\r\n",
                "0x0\r\n\r\n",
                "+0\r\n\r\n",
                "-0\r\n\r\n",
                "\r\n\r\n",
                ";\r\n\r\n",
                "g\r\n\r\n",
                "1\r\nab\r\n0\r\n\r\n",
                "2\r\na\r\n0\r\n\r\n",
                "1\r\na0\r\n\r\n",
                "1\r\na\n0\r\n\r\n",
                "1\na\r\n0\r\n\r\n",
                "1\r\na\rX0\r\n\r\n",
                "10000000000000000\r\n0\r\n\r\n",
                "100000000\r\n0\r\n\r\n\u0000",
                "ffffffffffffffff\r\n0\r\n\r\n",
                "fffffffffffffff0\r\n0\r\n\r\n",
                "7fffffffffffffff\r\n0\r\n\r\n",
                "0\r\nContent-Length: 5\r\n\r\n",
                "0\r\nTransfer-Encoding: chunked\r\n\r\n",
                "0\r\nHost: other\r\n\r\n",
                "0\r\n X: y\r\n\r\n",
                "0\r\nX : y\r\n\r\n",
                "0\r\nX: y\n\r\n",
                "0\r\n: y\r\n\r\n",
                "0\r\nGET /smuggled HTTP/1.1\r\n\r\n");
    }
}
