package casemate.edge;

import casemate.edge.http1.Field;
import casemate.edge.http1.Head;
import org.jspecify.annotations.Nullable;

/// A trace that a visitor's side has begun and that goes on here (W3C Trace Context, Level 1).
///
/// @param sampled whether the caller may have recorded it
/// @param state what tracing systems tell one another; empty for nothing, or when it is longer than it may be
record Trace(HexId id, boolean sampled, String state) {
    /// `00-`, 32 digits, `-`, 16 digits, `-`, 2 digits.
    private static final int PARENT_CHARS = 55;

    private static final int SPAN_DIGITS = 16;
    private static final int ID = 3;
    private static final int SPAN = ID + HexId.DIGITS + 1;
    private static final int FLAGS = SPAN + SPAN_DIGITS + 1;
    private static final int RADIX = 16;
    private static final int SAMPLED = 1;
    /// As much as everybody must be able to pass on (3.3.1.5); what is longer is left out whole.
    private static final int STATE_CHARS = 512;

    private static final int STATE_MEMBERS = 32;

    /// The visitor's trace, or null when there is none or it is not sound: then a new one begins.
    static @Nullable Trace of(Head head) {
        String parent = null;
        for (int i = 0; i < head.count(); i++) {
            if (head.field(i) == Field.TRACEPARENT) {
                if (parent != null) {
                    return null;
                }
                parent = head.value(i);
            }
        }
        return parent == null || !sound(parent) ? null : read(parent, state(head));
    }

    private static Trace read(String parent, String state) {
        return new Trace(
                HexId.read(parent, ID), (Integer.parseInt(parent, FLAGS, FLAGS + 2, RADIX) & SAMPLED) != 0, state);
    }

    /// A later version may say more behind a further hyphen; what it says first means the same (4.1).
    private static boolean sound(String parent) {
        if (parent.length() < PARENT_CHARS
                || (parent.length() > PARENT_CHARS
                        && (parent.startsWith("00") || parent.charAt(PARENT_CHARS) != '-'))) {
            return false;
        }
        return digits(parent, 0, 2)
                && !parent.startsWith("ff")
                && parent.charAt(2) == '-'
                && number(parent, ID, SPAN - 1)
                && parent.charAt(SPAN - 1) == '-'
                && number(parent, SPAN, FLAGS - 1)
                && parent.charAt(FLAGS - 1) == '-'
                && digits(parent, FLAGS, PARENT_CHARS);
    }

    /// Digits that are not all zero.
    private static boolean number(String text, int from, int to) {
        if (!digits(text, from, to)) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return true;
            }
        }
        return false;
    }

    private static boolean digits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static String state(Head head) {
        StringBuilder all = new StringBuilder();
        int members = 0;
        for (int i = 0; i < head.count(); i++) {
            if (head.field(i) != Field.TRACESTATE) {
                continue;
            }
            String value = head.value(i);
            members += 1 + (int) value.chars().filter(c -> c == ',').count();
            if (!visible(value) || members > STATE_MEMBERS || all.length() + value.length() + 1 > STATE_CHARS) {
                return "";
            }
            all.append(all.isEmpty() ? "" : ",").append(value);
        }
        return all.toString();
    }

    private static boolean visible(String value) {
        return value.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '\t');
    }
}
