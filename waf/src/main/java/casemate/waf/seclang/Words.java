package casemate.waf.seclang;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Cuts the lines of a source into directives, and those into words.
final class Words {
    private final SourceText source;
    private final String text;
    private final ProblemList problems;
    private int at;

    /// Of the line that was looked for last: comments inside a continued line must not look for it again and again.
    private int lineEnd = -1;

    Words(SourceText source, ProblemList problems) {
        this.source = source;
        this.text = source.joined();
        this.problems = problems;
    }

    /// The words of the next directive; empty at the end. A directive whose quotes do not close is reported and left
    /// out.
    Optional<List<Word>> next() {
        while (at < text.length()) {
            int end = endOfLine(at);
            skipBlank(end);
            if (at == end) {
                at = end + 1;
            } else if (text.charAt(at) == '#') {
                skipComment(end);
            } else {
                Optional<List<Word>> words = words(end);
                at = end + 1;
                if (words.isPresent()) {
                    return words;
                }
            }
        }
        return Optional.empty();
    }

    private int endOfLine(int from) {
        if (from > lineEnd) {
            int end = text.indexOf('\n', from);
            lineEnd = end < 0 ? text.length() : end;
        }
        return lineEnd;
    }

    private void skipBlank(int end) {
        while (at < end && isBlank(text.charAt(at))) {
            at++;
        }
    }

    /// A comment ends with its own line: a backslash at its end would otherwise hide the rule that follows. Only a
    /// rule that was commented out goes on as far as the rule did.
    private void skipComment(int end) {
        int word = at + 1;
        while (word < end && isBlank(text.charAt(word))) {
            word++;
        }
        boolean wasRule = text.regionMatches(true, word, "SecRule", 0, "SecRule".length())
                || text.regionMatches(true, word, "SecAction", 0, "SecAction".length());
        int ownEnd = source.endOfOwnLine(at);
        at = wasRule || ownEnd >= end ? end + 1 : ownEnd;
    }

    private Optional<List<Word>> words(int end) {
        List<Word> words = new ArrayList<>();
        while (true) {
            skipBlank(end);
            if (at >= end) {
                return Optional.of(words);
            }
            char first = text.charAt(at);
            boolean quoted = first == '"' || first == '\'';
            int stop = quoted ? endOfQuoted(first, at + 1, end) : endOfBare(at, end);
            if (stop < 0) {
                problems.add(source.place(at), "the quotation that begins here is not closed; expected " + first);
                return Optional.empty();
            }
            words.add(quoted ? new Word(source, at + 1, stop, first) : new Word(source, at, stop, (char) 0));
            at = quoted ? stop + 1 : stop;
        }
    }

    private int endOfQuoted(char quote, int from, int end) {
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == quote) {
                return i;
            }
            if (c == '\\') {
                i++;
            }
        }
        return -1;
    }

    private int endOfBare(int from, int end) {
        int i = from;
        while (i < end && !isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }
}
