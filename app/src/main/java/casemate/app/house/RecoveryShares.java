package casemate.app.house;

import casemate.base.Refusal;
import casemate.base.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;

/// The recovery key as shares for several people (Shamir, by Bouncy Castle): enough of them give the key, fewer give
/// nothing. A share is one line that can be printed and typed: form, how many are needed of how many, its number, which
/// key it is of, the share, and a sum against typing errors.
public final class RecoveryShares {
    private static final String FORM = "casemate-share-v1";
    private static final int MOST = 32;
    private static final int FEWEST_NEEDED = 2;
    private static final int SUM_CHARS = 8;

    /// What every identity begins with need not be shared.
    private static final String PREFIX = "AGE-SECRET-KEY-1";

    private static final int SHARED_CHARS = 58;
    private static final Pattern LINE =
            Pattern.compile("(" + FORM + " ([0-9]{1,2})-of-([0-9]{1,2}) ([0-9]{1,2}) ([0-9a-f]{8}) ([0-9a-f]{"
                    + 2 * SHARED_CHARS + "})) ([0-9a-f]{8})");

    private record Share(int needed, int number, String key, String hex) {}

    private RecoveryShares() {}

    /// @param shares how many there will be
    /// @param needed how many of them give the key
    /// @throws Refusal `shares-malformed`
    public static List<String> split(RecoveryKey key, int shares, int needed, SecureRandom chance) {
        if (needed < FEWEST_NEEDED || needed > shares || shares > MOST) {
            throw Refusal.invalid(
                    "shares-malformed", "Ask for 2 to " + MOST + " shares, of which at least 2 are needed.");
        }
        String identity = key.identity().revealText();
        byte[] secret = identity.substring(PREFIX.length()).getBytes(StandardCharsets.US_ASCII);
        ShamirSplitSecret split = ShamirSecretSplitter.getInstance(
                        ShamirSecretSplitter.Algorithm.AES, secret.length, chance)
                .resplit(secret, needed, shares);
        List<String> lines = new ArrayList<>();
        try {
            for (ShamirSplitSecretShare share : split.getSecretShares()) {
                String line = FORM + " " + needed + "-of-" + shares + " " + (lines.size() + 1) + " " + sum(identity)
                        + " " + HexFormat.of().formatHex(share.getEncoded());
                lines.add(line + " " + sum(line));
            }
        } catch (IOException e) {
            throw new IllegalStateException("a share is bytes in memory", e);
        }
        return lines;
    }

    /// @throws Refusal `share-malformed`, `shares-mixed`, `shares-missing`
    public static RecoveryKey join(List<String> lines) {
        TreeMap<Integer, Share> shares = new TreeMap<>();
        for (String line : lines) {
            Share share = parse(line);
            shares.put(share.number(), share);
        }
        Share first = shares.firstEntry().getValue();
        if (shares.values().stream().anyMatch(s -> !s.key().equals(first.key()) || s.needed() != first.needed())) {
            throw Refusal.invalid("shares-mixed", "These shares are not of one key; leave the strange ones out.");
        }
        if (shares.size() < first.needed()) {
            throw Refusal.invalid(
                    "shares-missing",
                    "These are " + shares.size() + " different shares, and " + first.needed() + " are needed.");
        }
        ShamirSplitSecretShare[] some = shares.values().stream()
                .limit(first.needed())
                .map(s -> new ShamirSplitSecretShare(HexFormat.of().parseHex(s.hex()), s.number()))
                .toArray(ShamirSplitSecretShare[]::new);
        try {
            byte[] secret = ShamirSplitSecret.getInstance(ShamirSecretSplitter.Algorithm.AES, some)
                    .getSecret();
            String identity = PREFIX + new String(secret, StandardCharsets.US_ASCII);
            if (!sum(identity).equals(first.key())) {
                throw Refusal.invalid("shares-mixed", "These shares do not give the key that they name.");
            }
            return RecoveryKey.parse(identity);
        } catch (IOException e) {
            throw new IllegalStateException("a share is bytes in memory", e);
        }
    }

    private static Share parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || !sum(matcher.group(1)).equals(matcher.group(7))) {
            throw Refusal.invalid(
                    "share-malformed",
                    "A share has a typing error or is none: it is one line that begins " + FORM + ".");
        }
        int number = Integer.parseInt(matcher.group(4));
        if (number < 1 || number > MOST) {
            throw Refusal.invalid("share-malformed", "A share's number lies between 1 and " + MOST + ".");
        }
        return new Share(Integer.parseInt(matcher.group(2)), number, matcher.group(5), matcher.group(6));
    }

    private static String sum(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, SUM_CHARS);
    }
}
