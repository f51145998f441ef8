package casemate.waf.injection;

import static casemate.waf.injection.SqlType.BAREWORD;
import static casemate.waf.injection.SqlType.COMMA;
import static casemate.waf.injection.SqlType.COMMENT;
import static casemate.waf.injection.SqlType.EVIL;
import static casemate.waf.injection.SqlType.LEFT_BRACE;
import static casemate.waf.injection.SqlType.LEFT_PARENTHESIS;
import static casemate.waf.injection.SqlType.NUMBER;
import static casemate.waf.injection.SqlType.OPERATOR;
import static casemate.waf.injection.SqlType.RIGHT_PARENTHESIS;
import static casemate.waf.injection.SqlType.SQL_TYPE;

/// Folds the tokens of an input to the few that carry its meaning: `1 + 2 * 3` says no more than `1`, `a.b.c` no
/// more than `a`. A window of two, then three tokens moves over the row; what it folds sends it back to the start
/// of the row, and it reads a further token only when nothing folds. Five tokens that do not fold are enough.
///
/// The row keeps [#taken] tokens; the first [#settled] of them fold no further. Both numbers follow the published
/// algorithm to the letter, also where a fold in the middle of the row drops tokens from its end.
final class SqlFolding {
    /// The length of the longest fingerprint.
    static final int MOST = 5;

    private final SqlTokenizer tokenizer;
    private final SqlPairs pairs;
    /// One more than [#MOST] is looked at, to tell what the last one is; the folds of three look one further.
    private final SqlToken[] row = new SqlToken[MOST + 3];

    private final SqlToken comment = new SqlToken();
    private int taken;
    private int settled;
    private boolean more;

    SqlFolding(SqlWords words, SqlTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        pairs = new SqlPairs(words);
        for (int i = 0; i < row.length; i++) {
            row[i] = new SqlToken();
        }
    }

    void forget() {
        comment.forget();
        for (SqlToken token : row) {
            token.forget();
        }
    }

    SqlToken token(int index) {
        return row[index];
    }

    /// Folds what the tokenizer, newly begun, reads; answers how many tokens are left.
    int fold() {
        comment.clear();
        settled = 0;
        taken = 1;
        if (!skipStart()) {
            return 0;
        }
        while (true) {
            if (taken >= MOST) {
                foldFive();
            }
            if (!more || settled >= MOST) {
                break;
            }
            take(2);
            if (taken - settled < 2) {
                settled = taken;
                continue;
            }
            SqlToken left = row[settled];
            SqlToken right = row[settled + 1];
            if (left.type == LEFT_BRACE && right.type == BAREWORD && right.length == 0) {
                // MySQL reads {``.``.id} as a name; rare enough to condemn.
                right.type = EVIL;
                return settled + 2;
            }
            if (apply(pairs.fold(left, right))) {
                continue;
            }
            take(3);
            if (taken - settled < 3) {
                settled = taken;
            } else if (!apply(SqlTriples.fold(row[settled], row[settled + 1], row[settled + 2]))) {
                settled++;
            }
        }
        if (taken < MOST && comment.type == COMMENT) {
            row[taken++].copy(comment);
        }
        return Math.min(taken, MOST);
    }

    /// Passes over comments, parentheses, types and signs that the input begins with.
    private boolean skipStart() {
        SqlToken first = row[0];
        do {
            more = tokenizer.next(first);
        } while (more
                && (first.type == COMMENT
                        || first.type == LEFT_PARENTHESIS
                        || first.type == SQL_TYPE
                        || first.isUnary()));
        return more;
    }

    /// Reads until `window` tokens stand in the window. A comment is no token; the last one is kept if nothing follows.
    private void take(int window) {
        while (more && taken <= MOST && taken - settled < window) {
            SqlToken next = row[taken];
            more = tokenizer.next(next);
            if (!more) {
                return;
            }
            if (next.type == COMMENT) {
                comment.copy(next);
            } else {
                comment.type = SqlType.NONE;
                taken++;
            }
        }
    }

    /// Arithmetic with parentheses that fills the whole row says no more than its first operand.
    private void foldFive() {
        byte a = row[0].type;
        byte b = row[1].type;
        byte c = row[2].type;
        byte d = row[3].type;
        byte e = row[4].type;
        boolean folds = switch (b) {
            case RIGHT_PARENTHESIS ->
                d == LEFT_PARENTHESIS
                        && ((a == NUMBER && c == COMMA && e == NUMBER)
                                || (a == BAREWORD && c == OPERATOR && e == BAREWORD));
            case OPERATOR ->
                c == LEFT_PARENTHESIS
                        && e == RIGHT_PARENTHESIS
                        && ((a == NUMBER && d == NUMBER) || (a == BAREWORD && (d == BAREWORD || d == NUMBER)));
            case COMMA -> a == NUMBER && c == LEFT_PARENTHESIS && d == NUMBER && e == RIGHT_PARENTHESIS;
            default -> false;
        };
        if (folds) {
            if (taken > MOST) {
                row[1].copy(row[MOST]);
                taken = 2;
            } else {
                taken = 1;
            }
            settled = 0;
        }
    }

    /// Does to the row what a rule asks for; false lets the window grow or move on.
    private boolean apply(SqlFold fold) {
        taken -= fold.dropped;
        switch (fold) {
            case NONE, GROW -> {
                return false;
            }
            case GROW_AT_START -> {
                settled = 0;
                return false;
            }
            case STAY, STAY_ONE_LESS -> {}
            case STEP_BACK_ONE_LESS -> settled = Math.max(0, settled - 1);
            case RESTART, RESTART_ONE_LESS, RESTART_TWO_LESS, RESTART_THREE_LESS -> settled = 0;
        }
        return true;
    }
}
