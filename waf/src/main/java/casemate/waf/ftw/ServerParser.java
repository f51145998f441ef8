package casemate.waf.ftw;

import casemate.waf.text.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Takes one request apart as Apache 2.4 does with its default `HttpProtocolOptions Strict`, which the suite's
/// expectations are written for.
final class ServerParser {
    /// Apache's `LimitRequestLine` and `LimitRequestFieldSize`.
    private static final int MOST_LINE = 8190;

    /// Apache's `LimitRequestFields`.
    private static final int MOST_FIELDS = 100;

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern TARGET = Pattern.compile("[\\x21-\\x7e\\x80-\\xff]+");
    private static final Pattern VERSION = Pattern.compile("HTTP/[1-9]\\.\\d");
    private static final Pattern FIELD_VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");
    private static final Pattern HOST = Pattern.compile("(?:[A-Za-z0-9._~-]+|\\[[0-9a-fA-F:.]+])(?::\\d*)?");
    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);

    private static final int BAD_REQUEST = 400;
    private static final int TARGET_TOO_LONG = 414;
    private static final int VERSION_UNKNOWN = 505;

    private final byte[] bytes;
    private int at;

    private ServerParser(byte[] bytes) {
        this.bytes = bytes;
    }

    static Received parse(byte[] bytes) {
        try {
            return new ServerParser(bytes).request();
        } catch (Stopped stopped) {
            return stopped.outcome;
        }
    }

    /// Ends the parsing with an outcome.
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Received outcome;

        Stopped(Received outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }
    }

    private static Stopped refused(int status, String why) {
        return new Stopped(new Received.Refused(status, why));
    }

    private static Stopped refused(String why) {
        return refused(BAD_REQUEST, why);
    }

    private Received request() {
        String line = line();
        if (line.length() > MOST_LINE) {
            throw refused(TARGET_TOO_LONG, "the request line is too long");
        }
        String[] parts = line.split(" ", -1);
        if (parts.length == 2 || (parts.length == 3 && parts[2].isEmpty())) {
            throw new Stopped(new Received.Silent("HTTP/0.9 is answered without a status line"));
        }
        if (parts.length != 3
                || !TOKEN.matcher(parts[0]).matches()
                || !TARGET.matcher(parts[1]).matches()) {
            throw refused("the request line is malformed");
        }
        version(parts[2]);
        target(parts[0], parts[1]);
        List<Header> headers = headers();
        host(parts[2], parts[1], headers);
        return new Received.Request(line, parts[0], parts[1], parts[2], headers, Bytes.of(body(headers)));
    }

    private static void version(String version) {
        if (!VERSION.matcher(version).matches()) {
            throw refused(
                    version.startsWith("HTTP/") && version.length() > 8 ? VERSION_UNKNOWN : BAD_REQUEST,
                    "the protocol is malformed");
        }
    }

    private static void target(String method, String target) {
        if (target.indexOf('#') >= 0) {
            throw refused("the target has a fragment");
        }
        if (method.equals("CONNECT")) {
            if (!target.matches("[^/]+:\\d+")) {
                throw refused("CONNECT needs a port");
            }
        } else if (!target.startsWith("/")
                && !target.startsWith("?")
                && !target.equals("*")
                && !ABSOLUTE.matcher(target).matches()) {
            throw refused("the target is no path");
        }
    }

    private static void host(String version, String target, List<Header> headers) {
        Optional<Header> host = headers.stream().filter(h -> h.named("Host")).findFirst();
        boolean old = version.equals("HTTP/1.0");
        if (host.isEmpty()) {
            if (!old && !ABSOLUTE.matcher(target).matches()) {
                throw refused("HTTP/1.1 needs Host");
            }
        } else if (!(old && host.get().value().isEmpty())
                && !HOST.matcher(host.get().value()).matches()) {
            throw refused("Host is malformed");
        }
    }

    private List<Header> headers() {
        List<Header> headers = new ArrayList<>();
        int fields = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                if (headers.isEmpty()) {
                    throw refused("a header begins with white space");
                }
                Header last = headers.removeLast();
                headers.add(new Header(last.name(), (last.value() + " " + line.strip()).strip()));
                continue;
            }
            if (line.length() > MOST_LINE || ++fields > MOST_FIELDS) {
                throw refused("the headers are too large");
            }
            int colon = line.indexOf(':');
            if (colon < 0 || !TOKEN.matcher(line.substring(0, colon)).matches()) {
                throw refused("a header's name is malformed");
            }
            String value = trimmed(line.substring(colon + 1));
            if (!FIELD_VALUE.matcher(value).matches()) {
                throw refused("a header's value has control characters");
            }
            headers.add(new Header(line.substring(0, colon), value));
        }
        return merged(headers);
    }

    private static String trimmed(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && (value.charAt(from) == ' ' || value.charAt(from) == '\t')) {
            from++;
        }
        while (to > from && (value.charAt(to - 1) == ' ' || value.charAt(to - 1) == '\t')) {
            to--;
        }
        return value.substring(from, to);
    }

    private static List<Header> merged(List<Header> headers) {
        List<Header> out = new ArrayList<>();
        for (Header header : headers) {
            int known = -1;
            for (int i = 0; i < out.size() && known < 0; i++) {
                known = out.get(i).named(header.name()) ? i : -1;
            }
            if (known < 0) {
                out.add(header);
            } else {
                Header first = out.get(known);
                out.set(known, new Header(first.name(), first.value() + ", " + header.value()));
            }
        }
        return out;
    }

    private byte[] body(List<Header> headers) {
        Optional<String> coding = value(headers, "Transfer-Encoding");
        Optional<String> length = value(headers, "Content-Length");
        if (coding.isPresent()) {
            if (!coding.get().toLowerCase(Locale.ROOT).endsWith("chunked")) {
                throw refused("the transfer coding is not chunked");
            }
            headers.removeIf(h -> h.named("Content-Length"));
            return chunks();
        }
        if (length.isEmpty()) {
            return new byte[0];
        }
        if (!length.get().matches("\\d{1,18}")) {
            throw refused("Content-Length is no number");
        }
        long wanted = Long.parseLong(length.get());
        if (wanted > bytes.length - at) {
            throw new Stopped(new Received.Silent("the server waits for the rest of the body"));
        }
        return Arrays.copyOfRange(bytes, at, at + (int) wanted);
    }

    private static Optional<String> value(List<Header> headers, String name) {
        return headers.stream().filter(h -> h.named(name)).map(Header::value).findFirst();
    }

    private byte[] chunks() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (true) {
            String size = line().replaceFirst("[;\\s].*", "");
            if (!size.matches("[0-9a-fA-F]{1,7}")) {
                throw refused("a chunk's size is malformed");
            }
            int length = Integer.parseInt(size, 16);
            if (length > bytes.length - at) {
                throw new Stopped(new Received.Silent("the server waits for the rest of a chunk"));
            }
            if (length == 0) {
                return out.toByteArray();
            }
            out.write(bytes, at, length);
            at += length;
            if (!line().isEmpty()) {
                throw refused("a chunk has no end");
            }
        }
    }

    /// The next line, which must end with CRLF.
    private String line() {
        for (int i = at; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                if (i == at || bytes[i - 1] != '\r') {
                    throw refused("a line ends without CR");
                }
                String line = new String(bytes, at, i - 1 - at, StandardCharsets.ISO_8859_1);
                at = i + 1;
                return line;
            }
        }
        throw new Stopped(new Received.Silent("the server waits for the end of a line"));
    }
}
