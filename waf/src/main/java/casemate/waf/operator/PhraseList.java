package casemate.waf.operator;

import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Reads the phrases of `pm` from its argument and those of `pmFromFile` from a file.
final class PhraseList {
    private static final String ESCAPABLE = ":;\\\"";

    private PhraseList() {}

    /// Words between blanks. The whole may stand in quotes; `|41 42|` stands for bytes, `\:`, `\;`, `\"` and `\\` for
    /// the character. Anything else stands for itself.
    static List<Bytes> words(String argument) {
        String text = argument.strip();
        if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
            text = text.substring(1, text.length() - 1);
        }
        List<Bytes> phrases = new ArrayList<>();
        StringBuilder phrase = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            int numbers = c == '|' ? endOfNumbers(text, i) : -1;
            if (numbers > 0) {
                addNumbers(phrase, text.substring(i + 1, numbers - 1));
                i = numbers;
            } else if (c == '\\' && i + 1 < text.length() && ESCAPABLE.indexOf(text.charAt(i + 1)) >= 0) {
                phrase.append(text.charAt(i + 1));
                i += 2;
            } else {
                if (Ascii.isSpace(c)) {
                    end(phrase, phrases);
                } else {
                    phrase.append(c);
                }
                i++;
            }
        }
        end(phrase, phrases);
        return phrases;
    }

    private static void end(StringBuilder phrase, List<Bytes> phrases) {
        if (!phrase.isEmpty()) {
            phrases.add(Bytes.latin1(phrase.toString()));
            phrase.setLength(0);
        }
    }

    /// Behind the closing bar, when pairs of hexadecimal digits stand between this bar and the next; -1 otherwise.
    private static int endOfNumbers(String text, int bar) {
        int close = text.indexOf('|', bar + 1);
        boolean pairs = close > bar && text.substring(bar + 1, close).matches(" *([0-9A-Fa-f]{2} *)+");
        return pairs ? close + 1 : -1;
    }

    private static void addNumbers(StringBuilder phrase, String digits) {
        String plain = digits.replace(" ", "");
        for (int i = 0; i + 1 < plain.length(); i += 2) {
            phrase.append((char) Ascii.hexPair(plain.charAt(i), plain.charAt(i + 1)));
        }
    }

    /// One phrase a line, blanks and all; lines that begin with `#` are comments.
    static List<Bytes> lines(Bytes file) {
        return file.toLatin1()
                .lines()
                .filter(line -> !line.isEmpty() && !line.stripLeading().startsWith("#"))
                .map(Bytes::latin1)
                .toList();
    }
}
