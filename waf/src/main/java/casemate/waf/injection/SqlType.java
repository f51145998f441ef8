package casemate.waf.injection;

/// What a SQL token is, as the letter by which fingerprints spell it. The letters are the published alphabet of
/// libinjection: a fingerprint is the letters of up to five folded tokens in a row.
final class SqlType {
    static final byte NONE = 0;
    static final byte KEYWORD = 'k';
    static final byte UNION = 'U';
    static final byte GROUP = 'B';
    static final byte EXPRESSION = 'E';
    static final byte SQL_TYPE = 't';
    static final byte FUNCTION = 'f';
    static final byte BAREWORD = 'n';
    static final byte NUMBER = '1';
    static final byte VARIABLE = 'v';
    static final byte STRING = 's';
    static final byte OPERATOR = 'o';
    static final byte LOGIC = '&';
    static final byte COMMENT = 'c';
    static final byte COLLATE = 'A';
    static final byte LEFT_PARENTHESIS = '(';
    static final byte RIGHT_PARENTHESIS = ')';
    static final byte LEFT_BRACE = '{';
    static final byte RIGHT_BRACE = '}';
    static final byte DOT = '.';
    static final byte COMMA = ',';
    static final byte COLON = ':';
    static final byte SEMICOLON = ';';
    /// A word that begins a statement.
    static final byte STATEMENT = 'T';
    static final byte UNKNOWN = '?';
    /// What no two databases read alike (nested or conditional comments): condemned as it stands.
    static final byte EVIL = 'X';

    static final byte BACKSLASH = '\\';

    private SqlType() {}
}
