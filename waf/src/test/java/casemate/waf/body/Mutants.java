package casemate.waf.body;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/// Bodies that are nearly good: a good one, changed in a few places. The same seed gives the same ones.
final class Mutants {
    private static final int MOST_CHANGES = 3;
    private static final int LONGEST_COPY = 25;

    private final Random random;
    private final byte[] good;
    private final byte[] alphabet;

    /// @param good of one byte per character
    /// @param alphabet what is put into it
    Mutants(long seed, String good, String alphabet) {
        this.random = new Random(seed);
        this.good = good.getBytes(StandardCharsets.ISO_8859_1);
        this.alphabet = alphabet.getBytes(StandardCharsets.ISO_8859_1);
    }

    byte[] next() {
        byte[] mutant = good;
        int changes = 1 + random.nextInt(MOST_CHANGES);
        for (int i = 0; i < changes; i++) {
            mutant = changed(mutant);
        }
        return mutant;
    }

    private byte[] changed(byte[] body) {
        int at = random.nextInt(body.length + 1);
        int after = Math.min(at + 1, body.length);
        int later = Math.min(at + random.nextInt(LONGEST_COPY), body.length);
        byte letter = alphabet[random.nextInt(alphabet.length)];
        return switch (random.nextInt(6)) {
            case 0 -> replaced(body, at, at, letter);
            case 1 -> replaced(body, at, after, letter);
            case 2 -> replaced(body, at, after);
            case 3 -> replaced(body, at, later);
            case 4 -> replaced(body, at, at, Arrays.copyOfRange(body, at, later));
            default -> replaced(body, at, at, (byte) random.nextInt(256));
        };
    }

    private static byte[] replaced(byte[] body, int from, int to, byte... with) {
        byte[] made = new byte[body.length - (to - from) + with.length];
        System.arraycopy(body, 0, made, 0, from);
        System.arraycopy(with, 0, made, from, with.length);
        System.arraycopy(body, to, made, from + with.length, body.length - to);
        return made;
    }
}
