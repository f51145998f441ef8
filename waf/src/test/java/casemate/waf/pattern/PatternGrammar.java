package casemate.waf.pattern;

import java.util.List;
import java.util.Random;

/// Makes random patterns of the syntax that rules use, over few letters so that they match often, and random strings
/// over the same letters.
final class PatternGrammar {
    private static final List<String> SINGLES = List.of(
            "a",
            "b",
            "c",
            ".",
            "\\w",
            "\\s",
            "\\d",
            "\\W",
            "[ab]",
            "[^a]",
            "[a-c1]",
            "[^\\n]",
            "[[:alpha:]]",
            "\\x61",
            "\\n",
            " ",
            "1",
            "[^b\\s]",
            "\\h",
            "\\x0b",
            "A",
            "[B-C]");
    private static final List<String> EDGES = List.of("^", "$", "\\b", "\\B", "\\A", "\\z", "\\Z");
    private static final List<String> COUNTS =
            List.of("*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?", "{2,}", "{1,}?", "{0}");
    private static final String LETTERS = "aabbcABC1 \n\u000b_\u00e9";

    private final Random random;
    private int groups;

    PatternGrammar(long seed) {
        this.random = new Random(seed);
    }

    String pattern() {
        groups = 0;
        return (random.nextInt(5) == 0 ? "(?i)" : "") + choice(3);
    }

    String string() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private String one(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String choice(int depth) {
        StringBuilder text = new StringBuilder(sequence(depth));
        while (random.nextInt(3) == 0) {
            text.append('|').append(random.nextInt(8) == 0 ? "" : sequence(depth));
        }
        return text.toString();
    }

    private String sequence(int depth) {
        StringBuilder text = new StringBuilder();
        int items = 1 + random.nextInt(3);
        for (int i = 0; i < items; i++) {
            text.append(item(depth));
        }
        return text.toString();
    }

    private String item(int depth) {
        int kind = random.nextInt(depth > 0 ? 20 : 9);
        if (kind == 0) {
            return one(EDGES);
        } else if (kind < 9) {
            return counted(one(SINGLES));
        } else if (kind < 13) {
            groups++;
            return counted("(" + choice(depth - 1) + ")");
        } else if (kind < 16) {
            return counted("(?:" + choice(depth - 1) + ")");
        } else if (kind == 16) {
            return counted("(?i:" + choice(depth - 1) + ")");
        } else if (kind == 17) {
            return random.nextBoolean() ? one(SINGLES) + "++" : "(?>" + choice(depth - 1) + ")";
        } else if (kind == 18) {
            return (random.nextBoolean() ? "(?=" : "(?!") + choice(0) + ")";
        }
        return groups > 0 && random.nextBoolean()
                ? "\\" + (1 + random.nextInt(groups))
                : "(?<!" + one(SINGLES) + one(SINGLES) + ")";
    }

    private String counted(String item) {
        if (random.nextInt(5) >= 2) {
            return item;
        }
        String count = one(COUNTS);
        // PCRE2 10.42 takes what stands in a group of no turns for a condition of the start.
        return count.equals("{0}") && item.endsWith(")") ? item : item + count;
    }
}
