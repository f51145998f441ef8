package casemate.waf.injection;

/// Cuts an input into the tokens of SQL, in the union of the dialects that attackers meet. One instance reads one input
/// after another; every byte is looked at a bounded number of times.
final class SqlTokenizer {
    private static final boolean[] WHITE = Ascii.set(" \t\n\013\f\r\240\0");
    /// Ends a word. Dots and backquotes do not: a word may be a qualified name.
    private static final boolean[] WORD_END = Ascii.set(" []{}<>:\\?=@!#~+-*/&|^%(),';\t\n\013\f\r\"\240\0");

    private static final boolean[] VARIABLE_END = Ascii.set(" <>:\\?=@!#~+-*/&|^%(),';\t\n\013\f\r'`\"\0");

    private final SqlWords words;
    private byte[] input = {};
    private int from;
    private int to;
    private int at;
    private byte quote;
    private boolean mysql;

    private int tokens;
    private boolean ambiguous;

    SqlTokenizer(SqlWords words) {
        this.words = words;
    }

    /// @param insideQuote the quote that the input is thought to stand in, 0 for none
    /// @param asMysql whether `#` begins a comment and `--` needs a blank to begin one; ANSI otherwise
    void begin(byte[] a, int start, int end, byte insideQuote, boolean asMysql) {
        input = a;
        from = start;
        to = end;
        at = start;
        quote = insideQuote;
        mysql = asMysql;
        tokens = 0;
        ambiguous = false;
    }

    /// How many tokens were read since [#begin], folded ones included.
    int tokens() {
        return tokens;
    }

    /// Whether something was read that MySQL would have read otherwise.
    boolean isAmbiguous() {
        return ambiguous;
    }

    /// Reads the next token into `token`; false at the end.
    boolean next(SqlToken token) {
        token.clear();
        if (at == from && quote != 0 && from < to) {
            at = SqlLiterals.string(input, from, to, quote, false, token);
            tokens++;
            return true;
        }
        while (at < to) {
            at = read(token, input[at]);
            if (token.type != SqlType.NONE) {
                tokens++;
                return true;
            }
        }
        return false;
    }

    /// Reads what begins with `first` at [#at]; answers where it ends. White space leaves the token empty.
    private int read(SqlToken token, byte first) {
        return switch (first) {
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.' -> SqlLiterals.number(input, at, to, token);
            case '\'', '"' -> SqlLiterals.string(input, at + 1, to, first, true, token);
            case '(', ')', ',', ';', '{', '}' -> single(first, token);
            case '=', '<', '>', '!', ':', '*', '&', '|' -> operator(first, token);
            case '+', '%', '^', '~' -> single(SqlType.OPERATOR, token);
            case '-' -> dash(token);
            case '/' -> slash(token);
            case '#' -> hash(token);
            case '?', ']' -> single(SqlType.UNKNOWN, token);
            case '@' -> variable(token);
            case '$' -> orWord(SqlLiterals.money(input, at, to, token), token);
            case '\\' -> backslash(token);
            case '[' -> bracketed(token);
            case '`' -> backquoted(at, token);
            case 'b', 'B', 'e', 'E', 'n', 'N', 'q', 'Q', 'u', 'U', 'x', 'X' ->
                orWord(SqlLiterals.prefixed(input, at, to, token), token);
            default -> isWhite(first) ? at + 1 : word(token);
        };
    }

    /// White space as the first byte of a token: more than [#WHITE], every control character.
    private static boolean isWhite(byte b) {
        return (b >= 0 && b <= ' ') || b == 127 || b == (byte) 0xa0;
    }

    private int single(byte type, SqlToken token) {
        token.set(type, input, at, at + 1);
        return at + 1;
    }

    private int orWord(int end, SqlToken token) {
        return end == SqlLiterals.NO_LITERAL ? word(token) : end;
    }

    private int operator(byte first, SqlToken token) {
        if (at + 2 < to && first == '<' && input[at + 1] == '=' && input[at + 2] == '>') {
            token.set(SqlType.OPERATOR, input, at, at + 3);
            return at + 3;
        }
        byte type = at + 1 < to ? words.typeOf(input, at, 2) : SqlType.NONE;
        if (type != SqlType.NONE) {
            token.set(type, input, at, at + 2);
            return at + 2;
        }
        return single(first == ':' && at + 1 < to ? SqlType.COLON : SqlType.OPERATOR, token);
    }

    /// `--` and white space, or nothing more, is a comment everywhere; `--x` is one in ANSI SQL, two signs in MySQL.
    private int dash(SqlToken token) {
        if (at + 1 < to && input[at + 1] == '-') {
            if (at + 2 == to || Ascii.in(WHITE, input[at + 2])) {
                return lineComment(token);
            }
            if (!mysql) {
                ambiguous = true;
                return lineComment(token);
            }
        }
        return single(SqlType.OPERATOR, token);
    }

    private int hash(SqlToken token) {
        ambiguous = true;
        return mysql ? lineComment(token) : single(SqlType.OPERATOR, token);
    }

    private int lineComment(SqlToken token) {
        int end = Ascii.indexOf(input, at, to, '\n');
        token.set(SqlType.COMMENT, input, at, end);
        return end == to ? to : end + 1;
    }

    private int slash(SqlToken token) {
        if (at + 1 == to || input[at + 1] != '*') {
            return single(SqlType.OPERATOR, token);
        }
        int inside = at + 2;
        int close = Ascii.indexOf(input, inside, to, '*', '/');
        boolean closed = close < to;
        int end = closed ? close + 2 : to;
        // PostgreSQL nests comments and MySQL runs what stands in /*! */: what they hide cannot be told.
        boolean nested = closed && Ascii.indexOf(input, inside, close + 1, '/', '*') < close + 1;
        boolean conditional = inside < to && input[inside] == '!';
        token.set(nested || conditional ? SqlType.EVIL : SqlType.COMMENT, input, at, end);
        return end;
    }

    /// `\N` is MySQL's other way to write NULL.
    private int backslash(SqlToken token) {
        if (at + 1 < to && input[at + 1] == 'N') {
            token.set(SqlType.NUMBER, input, at, at + 2);
            return at + 2;
        }
        return single(SqlType.BACKSLASH, token);
    }

    /// A name in the brackets of SQL Server.
    private int bracketed(SqlToken token) {
        int close = Ascii.indexOf(input, at, to, ']');
        int end = close == to ? to : close + 1;
        token.set(SqlType.BAREWORD, input, at, end);
        return end;
    }

    /// A name in the backquotes of MySQL, whose functions keep their meaning there.
    private int backquoted(int start, SqlToken token) {
        int end = SqlLiterals.string(input, start + 1, to, (byte) '`', true, token);
        boolean function = token.typeIn(words) == SqlType.FUNCTION;
        token.type = function ? SqlType.FUNCTION : SqlType.BAREWORD;
        return end;
    }

    private int variable(SqlToken token) {
        int name = at + 1;
        token.signs = 1;
        if (name < to && input[name] == '@') {
            name++;
            token.signs = 2;
        }
        int end;
        if (name < to && input[name] == '`') {
            end = backquoted(name, token);
        } else if (name < to && (input[name] == '\'' || input[name] == '"')) {
            end = SqlLiterals.string(input, name + 1, to, input[name], true, token);
        } else {
            end = Ascii.spanUntil(input, name, to, VARIABLE_END);
            token.set(SqlType.VARIABLE, input, name, end);
        }
        token.type = SqlType.VARIABLE;
        return end;
    }

    /// A word up to where one must end. What follows a keyword and a dot is looked at only once the keyword is gone, or
    /// "and.and.and…" would take quadratic time.
    private int word(SqlToken token) {
        int looked = Math.min(to, at + SqlToken.LONGEST);
        int end = at;
        while (end < looked && !Ascii.in(WORD_END, input[end])) {
            // "SELECT.1" and "SELECT`name`" begin with a keyword all the same.
            if (input[end] == '.' || input[end] == '`') {
                byte type = words.typeOf(input, at, end - at);
                if (type != SqlType.NONE && type != SqlType.BAREWORD) {
                    token.set(type, input, at, end);
                    return end;
                }
            }
            end++;
        }
        if (end == looked) {
            end = Ascii.spanUntil(input, end, to, WORD_END);
        }
        byte type = words.typeOf(input, at, end - at);
        token.set(type == SqlType.NONE ? SqlType.BAREWORD : type, input, at, end);
        return end;
    }
}
