package casemate.waf.fuzz;

import casemate.waf.body.BodyEnd;
import casemate.waf.body.BodyLimits;
import casemate.waf.body.BodyReader;
import casemate.waf.body.BodySink;
import casemate.waf.body.Cookies;
import casemate.waf.body.RequestTarget;
import casemate.waf.text.Bytes;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.function.BiFunction;

/// No body makes a reader throw, and where the chunks are cut changes nothing.
final class BodyFuzzTest {
    private static final BodyLimits LIMITS = new BodyLimits(100, 20, 10_000, 4, 64);

    @FuzzTest(maxDuration = "5m")
    void jsonIsReadOrRefused(byte[] body) {
        same(body, BodyReader::json);
    }

    @FuzzTest(maxDuration = "5m")
    void formsAreReadOrRefused(byte[] body) {
        same(body, (sink, limits) -> BodyReader.urlEncoded(sink, limits, '&'));
    }

    @FuzzTest(maxDuration = "5m")
    void multipartIsReadOrRefused(byte[] body) {
        Bytes type = Bytes.latin1("multipart/form-data; boundary=b");
        same(body, (sink, limits) -> BodyReader.multipart(type, sink, limits));
    }

    @FuzzTest(maxDuration = "5m")
    void anyMultipartTypeIsReadOrRefused(byte[] type) {
        Bytes body = Bytes.latin1("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--b--\r\n");
        BodyReader reader = BodyReader.multipart(Bytes.of(type), new Count(), LIMITS);
        reader.read(body);
        reader.end();
    }

    @FuzzTest(maxDuration = "5m")
    void xmlIsReadOrRefused(byte[] body) {
        same(body, BodyReader::xml);
    }

    @FuzzTest(maxDuration = "5m")
    void cookiesAndTargetsAreRead(byte[] text) {
        Bytes header = Bytes.of(text);
        Cookies.read(header, (_, _) -> {});
        Cookies.readVersion1(header, (_, _) -> {});
        RequestTarget.of(header);
    }

    private static void same(byte[] body, BiFunction<BodySink, BodyLimits, BodyReader> kind) {
        Count whole = new Count();
        BodyReader atOnce = kind.apply(whole, LIMITS);
        atOnce.read(Bytes.of(body));
        BodyEnd end = atOnce.end();

        Count pieces = new Count();
        BodyReader reader = kind.apply(pieces, LIMITS);
        int cut = body.length == 0 ? 0 : (body[body.length - 1] & 0xff) % (body.length + 1);
        reader.read(new Bytes(body, 0, cut));
        reader.read(new Bytes(body, cut, body.length));
        if (!reader.end().equals(end) || whole.hash() != pieces.hash() || whole.calls() != pieces.calls()) {
            throw new AssertionError("cut at " + cut + " it reads differently");
        }
    }
}
