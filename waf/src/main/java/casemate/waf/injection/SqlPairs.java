package casemate.waf.injection;

import static casemate.waf.injection.SqlType.BAREWORD;
import static casemate.waf.injection.SqlType.FUNCTION;
import static casemate.waf.injection.SqlType.LEFT_PARENTHESIS;
import static casemate.waf.injection.SqlType.NUMBER;
import static casemate.waf.injection.SqlType.OPERATOR;
import static casemate.waf.injection.SqlType.RIGHT_BRACE;
import static casemate.waf.injection.SqlType.RIGHT_PARENTHESIS;
import static casemate.waf.injection.SqlType.SEMICOLON;
import static casemate.waf.injection.SqlType.SQL_TYPE;
import static casemate.waf.injection.SqlType.STATEMENT;
import static casemate.waf.injection.SqlType.STRING;

/// The rules that fold two neighbouring tokens, or correct the type of one by the other.
final class SqlPairs {
    /// Names of columns too; what tells them is the parenthesis behind them.
    private static final String[] FUNCTIONS_BY_PARENTHESIS = {
        "USER_ID",
        "USER_NAME",
        "DATABASE",
        "PASSWORD",
        "USER",
        "CURRENT_USER",
        "CURRENT_DATE",
        "CURRENT_TIME",
        "CURRENT_TIMESTAMP",
        "LOCALTIME",
        "LOCALTIMESTAMP"
    };

    private final SqlWords words;
    private final byte[] phrase = new byte[SqlToken.LONGEST];

    SqlPairs(SqlWords words) {
        this.words = words;
    }

    SqlFold fold(SqlToken left, SqlToken right) {
        SqlFold fold = switch (left.type) {
            case STRING -> foldIf(right.type == STRING, SqlFold.STAY_ONE_LESS);
            case SEMICOLON -> foldSemicolon(right);
            case OPERATOR -> foldOperator(left, right);
            case SqlType.LOGIC -> foldIf(isSign(right), SqlFold.RESTART_ONE_LESS);
            case LEFT_PARENTHESIS -> foldParenthesis(right);
            case RIGHT_PARENTHESIS -> foldIf(right.type == RIGHT_PARENTHESIS, SqlFold.RESTART_ONE_LESS);
            case SqlType.KEYWORD, BAREWORD, SQL_TYPE ->
                merges(left, right) ? SqlFold.STEP_BACK_ONE_LESS : named(left, right);
            case SqlType.VARIABLE -> named(left, right);
            case SqlType.UNION, FUNCTION, SqlType.EXPRESSION, STATEMENT ->
                foldIf(merges(left, right), SqlFold.STEP_BACK_ONE_LESS);
            case SqlType.COLLATE -> foldCollation(right);
            case SqlType.BACKSLASH -> foldBackslash(left, right);
            // ODBC's {name expression} is the expression.
            case SqlType.LEFT_BRACE -> foldIf(right.type == BAREWORD, SqlFold.RESTART_TWO_LESS);
            default -> SqlFold.NONE;
        };
        return fold == SqlFold.NONE && right.type == RIGHT_BRACE ? SqlFold.RESTART_ONE_LESS : fold;
    }

    private static SqlFold foldIf(boolean condition, SqlFold fold) {
        return condition ? fold : SqlFold.NONE;
    }

    private static boolean isSign(SqlToken token) {
        return token.type == SQL_TYPE || token.isUnary();
    }

    private static SqlFold foldSemicolon(SqlToken right) {
        if (right.type == FUNCTION && (right.at(0) | 0x20) == 'i' && (right.at(1) | 0x20) == 'f') {
            // IF is a function, but where a statement begins it is T-SQL's branch.
            right.type = STATEMENT;
            return SqlFold.STAY;
        }
        return foldIf(right.type == SEMICOLON, SqlFold.STAY_ONE_LESS);
    }

    private SqlFold foldOperator(SqlToken left, SqlToken right) {
        if (isSign(right)) {
            return SqlFold.RESTART_ONE_LESS;
        }
        if (merges(left, right)) {
            return SqlFold.STEP_BACK_ONE_LESS;
        }
        if (left.is("LIKE") || left.is("NOT LIKE")) {
            if (right.type == LEFT_PARENTHESIS) {
                left.type = FUNCTION;
            }
            return SqlFold.GROW;
        }
        return SqlFold.NONE;
    }

    private static SqlFold foldParenthesis(SqlToken right) {
        if (right.isUnary()) {
            return SqlFold.STEP_BACK_ONE_LESS;
        }
        return foldIf(right.type == LEFT_PARENTHESIS, SqlFold.RESTART_ONE_LESS);
    }

    private boolean merges(SqlToken left, SqlToken right) {
        return switch (right.type) {
            case SqlType.KEYWORD,
                    BAREWORD,
                    OPERATOR,
                    SqlType.UNION,
                    FUNCTION,
                    SqlType.EXPRESSION,
                    STATEMENT,
                    SQL_TYPE,
                    SqlType.LOGIC -> left.merge(right, words, phrase);
            default -> false;
        };
    }

    /// Gives the left token the type that only its neighbour tells, or lets a type go before what has that type.
    private static SqlFold named(SqlToken left, SqlToken right) {
        boolean opens = right.type == LEFT_PARENTHESIS;
        switch (left.type) {
            case SqlType.KEYWORD -> {
                if (left.is("IN") || left.is("NOT IN")) {
                    left.type = opens ? OPERATOR : BAREWORD;
                    return SqlFold.STAY;
                }
            }
            case SQL_TYPE -> {
                if (opens || right.type == SQL_TYPE || right.type == FUNCTION || right.isValue()) {
                    left.copy(right);
                    return SqlFold.RESTART_ONE_LESS;
                }
            }
            default -> {
                if (opens && isFunctionByParenthesis(left)) {
                    left.type = FUNCTION;
                    return SqlFold.STAY;
                }
            }
        }
        return SqlFold.NONE;
    }

    private static boolean isFunctionByParenthesis(SqlToken token) {
        for (String name : FUNCTIONS_BY_PARENTHESIS) {
            if (token.is(name)) {
                return true;
            }
        }
        return false;
    }

    /// There are too many collations to list; an underscore tells one.
    private static SqlFold foldCollation(SqlToken right) {
        if (right.type == BAREWORD && right.hasUnderscore()) {
            right.type = SQL_TYPE;
            return SqlFold.GROW_AT_START;
        }
        return SqlFold.NONE;
    }

    /// T-SQL reads `\%1` as `0 % 1`, and `\1` as `1`.
    private static SqlFold foldBackslash(SqlToken left, SqlToken right) {
        if (right.isArithmetic()) {
            left.type = NUMBER;
            return SqlFold.RESTART;
        }
        left.copy(right);
        return SqlFold.RESTART_ONE_LESS;
    }
}
