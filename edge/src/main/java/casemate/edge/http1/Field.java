package casemate.edge.http1;

/// The header fields that this edge looks at; all others pass as they are.
public enum Field {
    AUTHORIZATION("authorization"),
    ACCEPT_LANGUAGE("accept-language"),
    CASEMATE_IDENTITY("casemate-identity"),
    CLIENT_IP("client-ip"),
    CONNECTION("connection"),
    CONTENT_ENCODING("content-encoding"),
    CONTENT_LENGTH("content-length"),
    CONTENT_TYPE("content-type"),
    COOKIE("cookie"),
    EXPECT("expect"),
    FORWARDED("forwarded"),
    HOST("host"),
    HTTP2_SETTINGS("http2-settings"),
    KEEP_ALIVE("keep-alive"),
    PROXY("proxy"),
    PROXY_AUTHENTICATE("proxy-authenticate"),
    PROXY_AUTHORIZATION("proxy-authorization"),
    PROXY_CONNECTION("proxy-connection"),
    SET_COOKIE("set-cookie"),
    STRICT_TRANSPORT_SECURITY("strict-transport-security"),
    TE("te"),
    TRACEPARENT("traceparent"),
    TRACESTATE("tracestate"),
    TRAILER("trailer"),
    TRANSFER_ENCODING("transfer-encoding"),
    TRUE_CLIENT_IP("true-client-ip"),
    UPGRADE("upgrade"),
    VIA("via"),
    X_FORWARDED("x-forwarded-"),
    X_REAL_IP("x-real-ip"),
    X_REQUEST_ID("x-request-id"),
    /// One of those above with `_` for `-`: CGI programs take both for the same, this edge would not.
    DISGUISED(""),
    OTHER("");

    private static final int LONGEST = 32;
    private static final Field[][] BY_LENGTH = byLength();

    private final String lower;

    Field(String lower) {
        this.lower = lower;
    }

    /// Which field a name means; names have no case.
    static Field of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length < LONGEST) {
            for (Field field : BY_LENGTH[length]) {
                if (same(bytes, from, field.lower)) {
                    return begins(bytes, from, field.lower) ? field : DISGUISED;
                }
            }
        }
        if (length > X_FORWARDED.lower.length() && same(bytes, from, X_FORWARDED.lower)) {
            return begins(bytes, from, X_FORWARDED.lower) ? X_FORWARDED : DISGUISED;
        }
        return OTHER;
    }

    /// Whether the bytes begin with these lower-case letters, in whatever case.
    static boolean begins(byte[] bytes, int from, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            if (Ascii.lower(bytes[from + i]) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// As [#begins], with `_` as good as `-`.
    private static boolean same(byte[] bytes, int from, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            byte b = bytes[from + i];
            if (Ascii.lower(b == '_' ? (byte) '-' : b) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static Field[][] byLength() {
        Field[][] table = new Field[LONGEST][];
        for (int length = 0; length < LONGEST; length++) {
            int wanted = length;
            table[length] = java.util.Arrays.stream(values())
                    .filter(field -> field.lower.length() == wanted && wanted > 0 && field != X_FORWARDED)
                    .toArray(Field[]::new);
        }
        return table;
    }
}
