package casemate.waf.engine;

import casemate.waf.body.BodyEnd;
import casemate.waf.body.Cookies;
import casemate.waf.body.Forms;
import casemate.waf.body.RequestTarget;
import casemate.waf.seclang.Variable;
import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/// Turns a request's line and headers into facts.
final class RequestFacts {
    /// Servers take about a hundred header fields; what is more is not examined and blocks.
    static final int MOST_HEADERS = 1_000;

    private static final Bytes BASIC = Bytes.latin1("basic ");

    private final Facts facts;
    private final Settings settings;
    private int headers;
    private boolean tooMany;
    private boolean argumentsExceeded;
    private Processor processor = Processor.NONE;

    RequestFacts(Facts facts, Settings settings) {
        this.facts = facts;
        this.settings = settings;
    }

    void line(Bytes method, Bytes target, Bytes protocol) {
        RequestTarget parts = RequestTarget.of(target);
        facts.set(Variable.REQUEST_METHOD, method);
        facts.set(Variable.REQUEST_PROTOCOL, protocol);
        facts.set(Variable.REQUEST_LINE, joined(method, target, protocol));
        facts.set(Variable.REQUEST_URI_RAW, parts.raw());
        facts.set(Variable.REQUEST_URI, parts.uri());
        facts.set(Variable.REQUEST_FILENAME, parts.fileName());
        facts.set(Variable.PATH_INFO, parts.fileName());
        facts.set(Variable.REQUEST_BASENAME, parts.baseName());
        facts.set(Variable.QUERY_STRING, parts.query());
        if (!parts.query().isEmpty()) {
            BodyEnd end = Forms.read(
                    parts.query(), settings.argumentSeparator(), settings.argumentsLimit(), new BodyFacts(facts, true));
            argumentsExceeded = !(end instanceof BodyEnd.Complete);
        }
    }

    void header(Bytes name, Bytes value) {
        if (headers++ >= MOST_HEADERS) {
            tooMany = true;
            return;
        }
        facts.add(Variable.REQUEST_HEADERS, name, value);
        facts.add(Variable.REQUEST_HEADERS_NAMES, name, name);
        if (name.length() > "authorization".length()) {
            return;
        }
        switch (name.toLatin1().toLowerCase(Locale.ROOT)) {
            case "cookie" -> Cookies.read(value, this::cookie);
            case "host" -> facts.set(Variable.SERVER_NAME, host(value));
            case "content-type" -> {
                Processor wanted = Processor.of(value);
                if (wanted != Processor.NONE) {
                    processor = wanted;
                    facts.set(Variable.REQBODY_PROCESSOR, wanted.word());
                }
            }
            case "authorization" -> authorization(value);
            default -> {}
        }
    }

    private void cookie(Bytes name, Bytes value) {
        if (headers++ >= MOST_HEADERS) {
            tooMany = true;
            return;
        }
        facts.add(Variable.REQUEST_COOKIES, name, value);
        facts.add(Variable.REQUEST_COOKIES_NAMES, name, name);
    }

    /// How the headers say that the body is to be read.
    Processor processor() {
        return processor;
    }

    /// Whether header fields or cookies were left out.
    boolean tooMany() {
        return tooMany;
    }

    boolean argumentsExceeded() {
        return argumentsExceeded;
    }

    private void authorization(Bytes value) {
        int blank = 0;
        while (blank < value.length() && value.at(blank) != ' ') {
            blank++;
        }
        facts.set(Variable.AUTH_TYPE, value.slice(0, blank));
        if (!begins(value, BASIC)) {
            return;
        }
        try {
            String pair = new String(
                    Base64.getDecoder()
                            .decode(value.slice(blank, value.length())
                                    .toLatin1()
                                    .strip()),
                    StandardCharsets.ISO_8859_1);
            int colon = pair.indexOf(':');
            facts.set(Variable.REMOTE_USER, Bytes.latin1(colon < 0 ? pair : pair.substring(0, colon)));
        } catch (IllegalArgumentException _) {
            facts.set(Variable.REMOTE_USER, Bytes.EMPTY);
        }
    }

    private static boolean begins(Bytes value, Bytes lower) {
        for (int i = 0; i < lower.length(); i++) {
            if (i >= value.length() || Ascii.lower(value.at(i)) != lower.at(i)) {
                return false;
            }
        }
        return true;
    }

    /// Without the port; an IPv6 address keeps its brackets.
    private static Bytes host(Bytes value) {
        boolean bracket = !value.isEmpty() && value.at(0) == '[';
        for (int i = 0; i < value.length(); i++) {
            if (bracket && value.at(i) == ']') {
                return value.slice(0, i + 1);
            }
            if (!bracket && value.at(i) == ':') {
                return value.slice(0, i);
            }
        }
        return value;
    }

    private static Bytes joined(Bytes method, Bytes target, Bytes protocol) {
        byte[] line = new byte[method.length() + target.length() + protocol.length() + 2];
        int at = put(method, line, 0);
        line[at++] = ' ';
        at = put(target, line, at);
        if (!protocol.isEmpty()) {
            line[at++] = ' ';
            at = put(protocol, line, at);
        }
        return new Bytes(line, 0, at);
    }

    private static int put(Bytes part, byte[] line, int at) {
        System.arraycopy(part.array(), part.from(), line, at, part.length());
        return at + part.length();
    }
}
