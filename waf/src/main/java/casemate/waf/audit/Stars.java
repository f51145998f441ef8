package casemate.waf.audit;

import casemate.waf.text.Bytes;
import casemate.waf.transform.Transformation;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.Set;

/// One text of the log and which of its bytes are shown as `*`. Places are found in the text as it was, so that one
/// secret inside another is hidden whole; the length stays.
final class Stars {
    private static final byte STAR = '*';
    private static final int CASE_BIT = 0x20;

    private final Bytes text;
    private final BitSet hidden = new BitSet();

    Stars(Bytes text) {
        this.text = text;
    }

    void all() {
        hidden.set(0, text.length());
    }

    boolean none() {
        return hidden.isEmpty();
    }

    /// Hides each occurrence of a secret, compared without ASCII case, in time linear in the text (Knuth, Morris and
    /// Pratt).
    ///
    /// @return whether it occurred
    boolean occurrences(Masks.Partial partial) {
        Bytes secret = partial.secret();
        int length = secret.length();
        if (length == 0 || length > text.length()) {
            return false;
        }
        int[] border = borders(secret);
        int matched = 0;
        boolean found = false;
        for (int i = 0; i < text.length(); i++) {
            while (matched > 0 && fold(text.at(i)) != fold(secret.at(matched))) {
                matched = border[matched - 1];
            }
            if (fold(text.at(i)) == fold(secret.at(matched))) {
                matched++;
            }
            if (matched == length) {
                hide(partial, i + 1 - length, i + 1);
                found = true;
                matched = border[matched - 1];
            }
        }
        return found;
    }

    /// Hides what shares so many bytes in a row with a secret that it may be a piece of it.
    void pieces(Pieces pieces) {
        if (pieces.isEmpty()) {
            return;
        }
        int window = 0;
        for (int i = 0; i < text.length(); i++) {
            window = window << Byte.SIZE | fold(text.at(i));
            if (i >= Pieces.LENGTH - 1 && pieces.has(window)) {
                hidden.set(i + 1 - Pieces.LENGTH, i + 1);
            }
        }
    }

    /// Hides values of a URL-encoded form, or of a query, by the names that they have when decoded.
    ///
    /// @param from where the form begins
    /// @param names in lower case
    void form(int from, Set<String> names, Transformation decoding) {
        int start = from;
        while (start < text.length()) {
            int end = next('&', start, text.length());
            int equals = next('=', start, end);
            String name = decoding.apply(text.slice(start, equals)).toLatin1().toLowerCase(Locale.ROOT);
            if (equals < end && names.contains(name)) {
                hidden.set(equals + 1, end);
            }
            start = end + 1;
        }
    }

    /// The text as it may be shown: the same object when nothing is hidden.
    Bytes shown() {
        if (none()) {
            return text;
        }
        byte[] shown = text.toArray();
        for (int i = hidden.nextSetBit(0); i >= 0 && i < shown.length; i = hidden.nextSetBit(i)) {
            int end = Math.min(shown.length, hidden.nextClearBit(i));
            Arrays.fill(shown, i, end, STAR);
            i = end;
        }
        return Bytes.of(shown);
    }

    /// A secret that would be shown whole is hidden whole.
    private void hide(Masks.Partial partial, int from, int to) {
        boolean some = partial.first() + partial.last() < to - from;
        hidden.set(some ? from + partial.first() : from, some ? to - partial.last() : to);
    }

    private int next(int wanted, int from, int end) {
        int i = from;
        while (i < end && text.at(i) != wanted) {
            i++;
        }
        return i;
    }

    private static int[] borders(Bytes secret) {
        int[] border = new int[secret.length()];
        for (int i = 1; i < border.length; i++) {
            int length = border[i - 1];
            while (length > 0 && fold(secret.at(i)) != fold(secret.at(length))) {
                length = border[length - 1];
            }
            border[i] = fold(secret.at(i)) == fold(secret.at(length)) ? length + 1 : 0;
        }
        return border;
    }

    static int fold(int c) {
        return c >= 'A' && c <= 'Z' ? c | CASE_BIT : c;
    }
}
