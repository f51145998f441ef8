package casemate.waf.injection;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads an input as SQL in one context after another and judges each reading by its fingerprint. Reused for many
/// inputs, by one thread at a time.
final class SqlReading {
    /// SQL Server keeps a statement with this word out of its log, so that attackers put it into a comment.
    private static final byte[] UNLOGGED = "sp_password".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] NOTHING = {};

    private static final byte AS_IT_STANDS = 0;

    private final SqlWords words;
    private final SqlTokenizer tokenizer;
    private final SqlFolding folding;
    private final byte[] types = new byte[SqlFolding.MOST];
    private byte[] input = NOTHING;
    private int from;
    private int to;
    private int count;

    SqlReading(SqlWords words) {
        this.words = words;
        tokenizer = new SqlTokenizer(words);
        folding = new SqlFolding(words, tokenizer);
    }

    /// Lets the input go: a spare reading must not keep a request's secrets alive.
    void forget() {
        input = NOTHING;
        tokenizer.begin(NOTHING, 0, 0, AS_IT_STANDS, false);
        folding.forget();
    }

    /// The fingerprint of the first reading that is an injection, null if none is.
    @Nullable
    String fingerprint(byte[] a, int start, int end) {
        input = a;
        from = start;
        to = end;
        boolean injection = isInjectionAnyhow(AS_IT_STANDS) || isInjectionInQuotes();
        return injection ? new String(types, 0, count, StandardCharsets.US_ASCII) : null;
    }

    private boolean isInjectionInQuotes() {
        int quote = Ascii.indexOfEither(input, from, to, '\'', '"');
        return quote < to
                && ((Ascii.indexOf(input, quote, to, '\'') < to && isInjectionAnyhow((byte) '\''))
                        || (Ascii.indexOf(input, quote, to, '"') < to && isInjection((byte) '"', true)));
    }

    private boolean isInjectionAnyhow(byte insideQuote) {
        return isInjection(insideQuote, false) || (tokenizer.isAmbiguous() && isInjection(insideQuote, true));
    }

    private boolean isInjection(byte insideQuote, boolean asMysql) {
        tokenizer.begin(input, from, to, insideQuote, asMysql);
        readTypes(folding.fold());
        return words.isInjection(types, count) && !isExcused();
    }

    private void readTypes(int tokens) {
        count = tokens;
        for (int i = 0; i < tokens; i++) {
            if (folding.token(i).type == SqlType.EVIL) {
                types[0] = SqlType.EVIL;
                count = 1;
                return;
            }
        }
        for (int i = 0; i < tokens; i++) {
            types[i] = folding.token(i).type;
        }
        if (tokens > 2 && isOpenBackquote(folding.token(tokens - 1))) {
            types[tokens - 1] = SqlType.COMMENT;
        }
    }

    /// A lone backquote at the end works as a comment in MySQL as PHP talks to it.
    private static boolean isOpenBackquote(SqlToken last) {
        return last.type == SqlType.BAREWORD && last.open == '`' && last.close == 0 && last.length == 0;
    }

    /// Whether a reading with the fingerprint of an injection is ordinary text all the same: short fingerprints are.
    private boolean isExcused() {
        if (count > 1 && types[count - 1] == SqlType.COMMENT && Ascii.indexOf(input, from, to, UNLOGGED) < to) {
            return false;
        }
        return switch (count) {
            case 2 -> isExcusedPair(folding.token(0), folding.token(1));
            case 3 -> isExcusedTriple(folding.token(0), folding.token(1), folding.token(2));
            default -> false;
        };
    }

    private boolean isExcusedPair(SqlToken left, SqlToken right) {
        if (types[1] == SqlType.UNION) {
            return tokenizer.tokens() == 2;
        }
        if (right.at(0) == '#') {
            return true;
        }
        if (types[1] == SqlType.COMMENT) {
            boolean inline = right.at(0) == '/';
            if (types[0] == SqlType.BAREWORD && !inline) {
                return true;
            }
            if (types[0] == SqlType.NUMBER) {
                return !inline && tokenizer.tokens() <= 2 && !isNumberEndingAt(from + left.length);
            }
        }
        // Many end a sentence with dashes; only bare ones at the very end are suspicious.
        return right.length > 2 && right.at(0) == '-';
    }

    /// Whether a true number ends there, by the byte behind it: `1234-ABCDEF--` is no number but somebody's token.
    private boolean isNumberEndingAt(int end) {
        byte first = end < to ? input[end] : 0;
        byte second = end + 1 < to ? input[end + 1] : 0;
        return first <= ' ' || (first == '/' && second == '*') || (first == '-' && second == '-');
    }

    private boolean isExcusedTriple(SqlToken left, SqlToken middle, SqlToken right) {
        if (types[0] == SqlType.STRING
                && types[2] == SqlType.STRING
                && (types[1] == SqlType.OPERATOR || types[1] == SqlType.LOGIC)) {
            // Only …foo" + "bar… breaks out of quotes that stand around the input.
            return left.open != 0 || right.close != 0 || left.close != right.open;
        }
        if (types[1] == SqlType.LOGIC && isPlainLogic(types[0], types[2])) {
            // "sexy and 17" is text, "sexy and 17<18" is not.
            return tokenizer.tokens() == 3;
        }
        // Of the statements that a keyword could begin here only INTO OUTFILE and INTO DUMPFILE matter.
        return middle.type == SqlType.KEYWORD && (middle.length < 5 || !middle.beginsWith("INTO"));
    }

    private static boolean isPlainLogic(byte left, byte right) {
        return switch (left) {
            case SqlType.STRING -> right == SqlType.BAREWORD;
            case SqlType.BAREWORD -> right == SqlType.NUMBER;
            case SqlType.NUMBER -> right == SqlType.NUMBER || right == SqlType.VARIABLE || right == SqlType.STRING;
            default -> false;
        };
    }
}
