package casemate.waf.injection;

import static casemate.waf.injection.SqlType.BAREWORD;
import static casemate.waf.injection.SqlType.COMMA;
import static casemate.waf.injection.SqlType.DOT;
import static casemate.waf.injection.SqlType.EXPRESSION;
import static casemate.waf.injection.SqlType.FUNCTION;
import static casemate.waf.injection.SqlType.GROUP;
import static casemate.waf.injection.SqlType.KEYWORD;
import static casemate.waf.injection.SqlType.LEFT_PARENTHESIS;
import static casemate.waf.injection.SqlType.LOGIC;
import static casemate.waf.injection.SqlType.NUMBER;
import static casemate.waf.injection.SqlType.OPERATOR;
import static casemate.waf.injection.SqlType.RIGHT_PARENTHESIS;
import static casemate.waf.injection.SqlType.SQL_TYPE;
import static casemate.waf.injection.SqlType.STRING;
import static casemate.waf.injection.SqlType.VARIABLE;

/// The rules that fold three neighbouring tokens.
final class SqlTriples {
    private SqlTriples() {}

    static SqlFold fold(SqlToken left, SqlToken middle, SqlToken right) {
        return switch (left.type) {
            case NUMBER, BAREWORD, VARIABLE, STRING ->
                isValuePair(left, middle, right) ? SqlFold.RESTART_TWO_LESS : SqlFold.NONE;
            case OPERATOR ->
                middle.type != LEFT_PARENTHESIS && right.type == OPERATOR ? SqlFold.RESTART_TWO_LESS : SqlFold.NONE;
            case LOGIC -> right.type == LOGIC ? SqlFold.RESTART_TWO_LESS : SqlFold.NONE;
            case EXPRESSION, GROUP, KEYWORD -> foldStatement(left, middle, right);
            case COMMA -> foldComma(middle, right);
            case FUNCTION -> foldFunction(left, middle, right);
            default -> SqlFold.NONE;
        };
    }

    /// A value, an operator or a comma, and a value: the first one stands for all.
    private static boolean isValuePair(SqlToken left, SqlToken middle, SqlToken right) {
        return switch (middle.type) {
            case COMMA -> right.isValue();
            case DOT -> left.type == BAREWORD && right.type == BAREWORD;
            case OPERATOR ->
                switch (right.type) {
                    case NUMBER, BAREWORD -> left.type != STRING;
                    case VARIABLE -> left.type == VARIABLE;
                    case SQL_TYPE -> middle.is("::");
                    default -> false;
                };
            default -> false;
        };
    }

    /// A sign after `SELECT` changes nothing, nor does the dot in ``SELECT .`name` ``.
    private static SqlFold foldStatement(SqlToken left, SqlToken middle, SqlToken right) {
        boolean sign = middle.isUnary()
                && (right.type == FUNCTION
                        || right.isValue()
                        || (right.type == LEFT_PARENTHESIS && left.type != KEYWORD));
        boolean dot = left.type == EXPRESSION && middle.type == DOT && right.type == BAREWORD;
        return sign || dot ? foldMiddle(middle, right, SqlFold.RESTART_ONE_LESS) : SqlFold.NONE;
    }

    private static SqlFold foldComma(SqlToken middle, SqlToken right) {
        if (!middle.isUnary()) {
            return SqlFold.NONE;
        }
        if (right.type == LEFT_PARENTHESIS || right.type == FUNCTION) {
            return foldMiddle(middle, right, SqlFold.RESTART_ONE_LESS);
        }
        // ", -1" goes as a whole, so that "1, -1" becomes "1".
        return right.isValue() ? foldMiddle(middle, right, SqlFold.RESTART_THREE_LESS) : SqlFold.NONE;
    }

    /// The right one takes the place of the middle one.
    private static SqlFold foldMiddle(SqlToken middle, SqlToken right, SqlFold fold) {
        middle.copy(right);
        return fold;
    }

    /// `USER()` takes no argument; with one it is a name.
    private static SqlFold foldFunction(SqlToken left, SqlToken middle, SqlToken right) {
        if (middle.type == LEFT_PARENTHESIS && right.type != RIGHT_PARENTHESIS && left.is("USER")) {
            left.type = BAREWORD;
        }
        return SqlFold.NONE;
    }
}
