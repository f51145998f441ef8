package casemate.edge.http1;

/// The header fields that this edge looks at; all others pass as they are.
public enum Field {
    AUTHORIZATION("authorization"),
    ACCEPT_LANGUAGE("accept-language"),
    CLIENT_IP("client-ip"),
    CONNECTION("connection"),
    CONTENT_LENGTH("content-length"),
    EXPECT("expect"),
    FORWARDED("forwarded"),
    HOST("host"),
    HTTP2_SETTINGS("http2-settings"),
    KEEP_ALIVE("keep-alive"),
    PROXY("proxy"),
    PROXY_AUTHENTICATE("proxy-authenticate"),
    PROXY_AUTHORIZATION("proxy-authorization"),
    PROXY_CONNECTION("proxy-connection"),
    STRICT_TRANSPORT_SECURITY("strict-transport-security"),
    TE("te"),
    TRAILER("trailer"),
    TRANSFER_ENCODING("transfer-encoding"),
    TRUE_CLIENT_IP("true-client-ip"),
    UPGRADE("upgrade"),
    VIA("via"),
    X_FORWARDED("x-forwarded-"),
    X_REAL_IP("x-real-ip"),
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
                if (begins(bytes, from, field.lower)) {
                    return field;
                }
            }
        }
        return length > X_FORWARDED.lower.length() && begins(bytes, from, X_FORWARDED.lower) ? X_FORWARDED : OTHER;
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

    private static Field[][] byLength() {
        Field[][] table = new Field[LONGEST][];
        for (int length = 0; length < LONGEST; length++) {
            int wanted = length;
            table[length] = java.util.Arrays.stream(values())
                    .filter(field -> field.lower.length() == wanted && field != X_FORWARDED && field != OTHER)
                    .toArray(Field[]::new);
        }
        return table;
    }
}
