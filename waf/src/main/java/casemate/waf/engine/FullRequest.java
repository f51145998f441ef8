package casemate.waf.engine;

import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import java.io.ByteArrayOutputStream;

/// Puts a request together again, for `FULL_REQUEST`.
final class FullRequest {
    private FullRequest() {}

    static Bytes of(Facts facts, Bytes body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        put(all, facts.single(Variable.REQUEST_LINE));
        put(all, Bytes.latin1("\n"));
        Values headers = facts.of(Variable.REQUEST_HEADERS);
        for (int i = 0; i < headers.size(); i++) {
            put(all, headers.at(i).key());
            put(all, Bytes.latin1(": "));
            put(all, headers.at(i).bytes());
            put(all, Bytes.latin1("\n"));
        }
        put(all, Bytes.latin1("\n"));
        put(all, body);
        return Bytes.of(all.toByteArray());
    }

    private static void put(ByteArrayOutputStream all, Bytes part) {
        all.write(part.array(), part.from(), part.length());
    }
}
