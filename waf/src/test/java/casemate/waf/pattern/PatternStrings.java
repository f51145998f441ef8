package casemate.waf.pattern;

import java.util.List;
import java.util.Random;

/// Makes strings that a pattern matches or nearly matches, by walking its tree at random: from its own alphabet, and
/// through parts that no corpus reaches.
final class PatternStrings {
    private static final int LONGEST = 300;
    private static final int MOST_TURNS = 4;

    private final Random random;
    private final StringBuilder text = new StringBuilder();

    PatternStrings(long seed) {
        this.random = new Random(seed);
    }

    String like(Node plain) {
        text.setLength(0);
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append((char) (32 + random.nextInt(95)));
        }
        walk(plain);
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append((char) random.nextInt(256));
        }
        // Every second string is broken somewhere, so that what nearly matches is tried as well.
        if (random.nextBoolean() && !text.isEmpty()) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.setCharAt(at, (char) random.nextInt(256));
                default -> text.insert(at, text.charAt(random.nextInt(text.length())));
            }
        }
        return text.toString();
    }

    private void walk(Node node) {
        switch (node) {
            case Node.One(ByteSet set) -> member(set);
            case Node.Sequence(List<Node> items) -> items.forEach(this::walk);
            case Node.Choice(List<Node> branches) -> walk(branches.get(random.nextInt(branches.size())));
            case Node.Repeat r -> {
                int spread = r.most() == Node.ENDLESS ? MOST_TURNS : Math.min(MOST_TURNS, r.most() - r.least());
                int turns = r.least() + random.nextInt(spread + 1);
                for (int i = 0; i < turns && text.length() < LONGEST; i++) {
                    walk(r.body());
                }
            }
            default -> {}
        }
    }

    /// Printable ones more often, as in requests.
    private void member(ByteSet set) {
        ByteSet printable = set.and(ByteSet.range(32, 126));
        ByteSet from = !printable.isEmpty() && random.nextInt(8) != 0 ? printable : set;
        if (from.isEmpty()) {
            return;
        }
        int skip = random.nextInt(from.size());
        for (int v = 0; v < 256; v++) {
            if (from.has(v) && skip-- == 0) {
                text.append((char) v);
            }
        }
    }
}
