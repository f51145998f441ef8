package casemate.waf.seclang;

import java.util.Arrays;

/// The text of one rule file with continued lines joined, which still knows where each of its characters stood.
final class SourceText {
    private final String file;
    private final String joined;
    /// Where each line of the file begins in the joined text.
    private final int[] lineStarts;

    private SourceText(String file, String joined, int[] lineStarts) {
        this.file = file;
        this.joined = joined;
        this.lineStarts = lineStarts;
    }

    /// A backslash at the end of a line joins the next one; `\r\n` counts as one line end.
    static SourceText of(String file, String text) {
        StringBuilder joined = new StringBuilder(text.length());
        int[] starts = new int[16];
        int lines = 1;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            boolean last = end < 0;
            end = last ? text.length() : end;
            int stop = end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
            boolean continued = !last && stop > at && text.charAt(stop - 1) == '\\';
            joined.append(text, at, continued ? stop - 1 : stop);
            if (!last) {
                if (!continued) {
                    joined.append('\n');
                }
                if (lines == starts.length) {
                    starts = Arrays.copyOf(starts, lines * 2);
                }
                starts[lines++] = joined.length();
            }
            at = end + 1;
        }
        return new SourceText(file, joined.toString(), Arrays.copyOf(starts, lines));
    }

    String file() {
        return file;
    }

    String joined() {
        return joined;
    }

    Place place(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        int line = found >= 0 ? lastOfEqual(found) : -found - 2;
        return new Place(file, line + 1, offset - lineStarts[line] + 1);
    }

    /// Where the line of the file that holds this character ends in the joined text.
    int endOfOwnLine(int offset) {
        int next = Arrays.binarySearch(lineStarts, offset + 1);
        int line = next >= 0 ? next : -next - 1;
        return line < lineStarts.length ? lineStarts[line] : joined.length();
    }

    private int lastOfEqual(int found) {
        int line = found;
        while (line + 1 < lineStarts.length && lineStarts[line + 1] == lineStarts[found]) {
            line++;
        }
        return line;
    }
}
