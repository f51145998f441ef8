package casemate.edge;

import casemate.edge.http1.Field;
import casemate.edge.http1.Head;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Who has signed in to an application, as far as an edge can tell that knows none: whoever shows a cookie which the
/// application itself has handed out in answer to a form. Keeps digests under a key of its own run, no cookie and no
/// address; a restart forgets them.
final class Insiders {
    /// Two of these are kept, some 2 MB each; the older one goes when the newer one is full.
    private static final int GENERATION = 32_768;
    /// Sessions' names are long and made by chance; what is the same for everybody is short.
    private static final int SHORTEST_VALUE = 20;
    /// Looked at in one request; browsers send fewer to one host.
    private static final int MAX_COOKIES = 64;

    private static final int KEY_BYTES = 32;
    private static final int FIRST_ERROR = 400;

    private final byte[] key = new byte[KEY_BYTES];
    private volatile Set<Long> young = ConcurrentHashMap.newKeySet();
    private volatile Set<Long> old = Set.of();

    Insiders(RandomGenerator chance) {
        chance.nextBytes(key);
    }

    /// An application has answered. Counts when it was a form that it took, and handed a session out for it: one that
    /// no script of a page can read.
    void answered(String host, Head request, Head answer) {
        if (!request.method("POST") || answer.status() >= FIRST_ERROR || !answer.has(Field.SET_COOKIE)) {
            return;
        }
        for (int i = 0; i < answer.count(); i++) {
            if (answer.field(i) == Field.SET_COOKIE) {
                String[] parts = answer.value(i).split(";", 2);
                if (parts.length == 2 && parts[1].toLowerCase(Locale.ROOT).contains("httponly") && isLong(parts[0])) {
                    keep(digest(host, parts[0].strip()));
                }
            }
        }
    }

    /// Whether a request shows such a cookie.
    boolean knows(String host, Head request) {
        for (int i = 0; i < request.count(); i++) {
            if (request.field(i) == Field.COOKIE) {
                for (String pair : request.value(i).split(";", MAX_COOKIES)) {
                    if (isLong(pair) && isKept(digest(host, pair.strip()))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isLong(String pair) {
        String stripped = pair.strip();
        return stripped.length() - stripped.indexOf('=') > SHORTEST_VALUE;
    }

    private boolean isKept(long digest) {
        if (young.contains(digest)) {
            return true;
        }
        if (old.contains(digest)) {
            keep(digest);
            return true;
        }
        return false;
    }

    private void keep(long digest) {
        if (young.size() >= GENERATION) {
            old = young;
            young = ConcurrentHashMap.newKeySet();
        }
        young.add(digest);
    }

    private long digest(String host, String pair) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(key);
            sha.update(host.getBytes(StandardCharsets.US_ASCII));
            sha.update((byte) 0);
            return ByteBuffer.wrap(sha.digest(pair.getBytes(StandardCharsets.ISO_8859_1)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
