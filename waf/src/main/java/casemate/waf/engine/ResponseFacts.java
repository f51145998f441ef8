package casemate.waf.engine;

import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import java.util.Locale;

/// Turns a response into facts.
final class ResponseFacts {
    private final Facts facts;
    private final Settings settings;
    private final BodyBuffer buffer = new BodyBuffer();
    private int status;
    private String type = "";

    ResponseFacts(Facts facts, Settings settings) {
        this.facts = facts;
        this.settings = settings;
    }

    void start(int code, Bytes protocol) {
        status = code;
        facts.set(Variable.RESPONSE_STATUS, code);
        facts.set(Variable.RESPONSE_PROTOCOL, protocol);
        facts.set(Variable.STATUS_LINE, Bytes.latin1(protocol.toLatin1() + " " + code));
    }

    void header(Bytes name, Bytes value) {
        facts.add(Variable.RESPONSE_HEADERS, name, value);
        facts.add(Variable.RESPONSE_HEADERS_NAMES, name, name);
        if (name.length() == "content-type".length() && name.toLatin1().equalsIgnoreCase("content-type")) {
            String whole = value.toLatin1();
            int semicolon = whole.indexOf(';');
            String bare = (semicolon < 0 ? whole : whole.substring(0, semicolon)).strip();
            type = bare.toLowerCase(Locale.ROOT);
            facts.set(Variable.RESPONSE_CONTENT_TYPE, Bytes.latin1(bare));
        }
    }

    /// 0 while there is no response.
    int status() {
        return status;
    }

    boolean isExaminedType() {
        return settings.responseTypes().map(types -> types.contains(type)).orElse(true);
    }

    void add(Bytes chunk) {
        buffer.add(chunk, settings.responseBodyLimit());
        if (buffer.cut()) {
            facts.set(Variable.OUTBOUND_DATA_ERROR, 1);
        }
    }

    boolean cut() {
        return buffer.cut();
    }

    Bytes whole() {
        return buffer.whole();
    }

    void read() {
        facts.set(Variable.RESPONSE_BODY, buffer.whole());
        facts.set(Variable.RESPONSE_CONTENT_LENGTH, buffer.whole().length());
    }
}
