package casemate.waf.injection;

/// One token of SQL: a slot that is filled again and again while an input is read. Its text is a stretch of the input,
/// or of the slot's own bytes when two words were merged into a phrase.
final class SqlToken {
    /// Longer texts are cut here: no keyword is longer, and nothing looks further into a token.
    static final int LONGEST = 31;

    byte type;
    /// The quote that opens the text and the one that closes it; 0 where there is none.
    byte open;
    byte close;
    /// How many `@` stand before a variable.
    int signs;

    int from;
    int length;

    private boolean merged;
    private byte[] text = NOTHING;
    private final byte[] phrase = new byte[LONGEST];

    private static final byte[] NOTHING = {};

    void clear() {
        type = SqlType.NONE;
        open = 0;
        close = 0;
        signs = 0;
        length = 0;
    }

    /// Lets the input go.
    void forget() {
        text = NOTHING;
        length = 0;
    }

    void set(byte newType, byte[] array, int start, int end) {
        type = newType;
        merged = false;
        text = array;
        from = start;
        length = Math.min(end - start, LONGEST);
    }

    void quotes(int opened, int closed) {
        open = (byte) opened;
        close = (byte) closed;
    }

    void copy(SqlToken other) {
        type = other.type;
        open = other.open;
        close = other.close;
        signs = other.signs;
        length = other.length;
        merged = other.merged;
        if (merged) {
            System.arraycopy(other.phrase, 0, phrase, 0, length);
            text = phrase;
            from = 0;
        } else {
            text = other.text;
            from = other.from;
        }
    }

    /// Merges the text of `next` into this one, a blank between, if `words` has that phrase; its type becomes ours.
    boolean merge(SqlToken next, SqlWords words, byte[] scratch) {
        int whole = length + 1 + next.length;
        if (whole > LONGEST || !words.mayBeginPhrase(text, from, length, whole)) {
            return false;
        }
        System.arraycopy(text, from, scratch, 0, length);
        scratch[length] = ' ';
        System.arraycopy(next.text, next.from, scratch, length + 1, next.length);
        byte found = words.typeOfPhrase(scratch, 0, whole);
        if (found == SqlType.NONE) {
            return false;
        }
        System.arraycopy(scratch, 0, phrase, 0, whole);
        merged = true;
        text = phrase;
        from = 0;
        length = whole;
        type = found;
        return true;
    }

    byte typeIn(SqlWords words) {
        return words.typeOf(text, from, length);
    }

    /// The byte at `index` of the text, 0 past its end.
    byte at(int index) {
        return index < length ? text[from + index] : 0;
    }

    /// Whether the text is `upper`, whatever its case.
    boolean is(String upper) {
        return upper.length() == length && beginsWith(upper);
    }

    boolean beginsWith(String upper) {
        return Ascii.startsWithAnyCase(text, from, from + length, upper);
    }

    boolean isValue() {
        return switch (type) {
            case SqlType.NUMBER, SqlType.BAREWORD, SqlType.VARIABLE, SqlType.STRING -> true;
            default -> false;
        };
    }

    boolean isArithmetic() {
        return type == SqlType.OPERATOR
                && length == 1
                && switch (text[from]) {
                    case '*', '/', '-', '+', '%' -> true;
                    default -> false;
                };
    }

    boolean isUnary() {
        if (type != SqlType.OPERATOR) {
            return false;
        }
        return switch (length) {
            case 1 ->
                switch (text[from]) {
                    case '+', '-', '!', '~' -> true;
                    default -> false;
                };
            case 2 -> text[from] == '!' && text[from + 1] == '!';
            case 3 -> is("NOT");
            default -> false;
        };
    }

    /// Whether an underscore stands in the text before any NUL.
    boolean hasUnderscore() {
        for (int i = from; i < from + length && text[i] != 0; i++) {
            if (text[i] == '_') {
                return true;
            }
        }
        return false;
    }
}
