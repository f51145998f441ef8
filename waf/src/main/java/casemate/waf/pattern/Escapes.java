package casemate.waf.pattern;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What stands behind a backslash.
final class Escapes {
    private Escapes() {}

    /// `\Z`, and `$` without `m`: at the end, or before the newline that ends the text.
    static Node beforeLastNewline() {
        Node newline = new Node.Repeat(new Node.One(ByteSet.NEWLINE), 0, 1, true);
        return new Node.Look(new Node.Sequence(List.of(newline, new Node.At(Edge.TEXT_END))), true, false);
    }

    /// A reference to a group, by number or name; null, with nothing taken, when none stands here.
    static @Nullable Integer reference(PatternText text, int groups, Map<String, Integer> names) throws PatternRefused {
        int start = text.offset();
        if (text.take("k<")) {
            return nameOf(text, '>', names);
        } else if (text.take("k{")) {
            return nameOf(text, '}', names);
        } else if (text.take("k'")) {
            return nameOf(text, '\'', names);
        } else if (text.take('g')) {
            return numberOf(text, groups, names);
        }
        if (text.ended() || text.peek() < '1' || text.peek() > '9') {
            return null;
        }
        int number = text.number(10, 4);
        if (number < 10 || number <= groups) {
            return number;
        }
        text.back(start);
        return null;
    }

    private static int numberOf(PatternText text, int groups, Map<String, Integer> names) throws PatternRefused {
        int start = text.offset();
        boolean braces = text.take('{');
        boolean back = text.take('-');
        int number = text.number(10, 4);
        if (number < 0 && braces && !back) {
            return nameOf(text, '}', names);
        }
        if (number < 1 || (back && number > groups) || (braces && !text.take('}'))) {
            throw new PatternRefused("a reference \\g1, \\g{-1} or \\g{name} was expected", start);
        }
        return back ? groups + 1 - number : number;
    }

    static int nameOf(PatternText text, char close, Map<String, Integer> names) throws PatternRefused {
        int start = text.offset();
        Integer number = names.get(text.name(close));
        if (number == null) {
            throw new PatternRefused("a reference to a name that no group before it has", start);
        }
        return number;
    }

    /// Any other escape outside a class.
    static Node read(PatternText text) throws PatternRefused {
        int start = text.offset();
        ByteSet set = set(text);
        if (set != null) {
            return new Node.One(set);
        }
        int c = text.next();
        return switch (c) {
            case 'A' -> new Node.At(Edge.TEXT_START);
            case 'z' -> new Node.At(Edge.TEXT_END);
            case 'Z' -> beforeLastNewline();
            case 'b' -> new Node.At(Edge.WORD_EDGE);
            case 'B' -> new Node.At(Edge.NO_WORD_EDGE);
            case 'N' -> {
                if (text.sees('{')) {
                    throw text.refused("\\N{...} is not supported");
                }
                yield new Node.One(ByteSet.NEWLINE.not());
            }
            case 'R' -> anyLineEnd();
            case 'C' -> new Node.One(ByteSet.ALL);
            default -> {
                text.back(start);
                yield new Node.One(ByteSet.one(literal(text)));
            }
        };
    }

    /// `\R`, which never takes only the first byte of CR LF.
    private static Node anyLineEnd() {
        Node.One cr = new Node.One(ByteSet.one('\r'));
        Node both = new Node.Sequence(List.of(cr, new Node.One(ByteSet.NEWLINE)));
        Node cut = new Node.Sequence(List.of(cr, new Node.At(Edge.notBefore(ByteSet.NEWLINE))));
        ByteSet others = ByteSet.VERTICAL.and(cr.set().not());
        return new Node.Choice(List.of(both, new Node.One(others), cut));
    }

    /// `\d`, `\W` and their like; null, with nothing taken, when another escape stands here.
    static @Nullable ByteSet set(PatternText text) throws PatternRefused {
        if (text.ended()) {
            throw text.refused("\\ at the end of the pattern");
        }
        ByteSet set = switch (text.peek()) {
            case 'd' -> ByteSet.DIGIT;
            case 'D' -> ByteSet.DIGIT.not();
            case 's' -> ByteSet.SPACE;
            case 'S' -> ByteSet.SPACE.not();
            case 'w' -> ByteSet.WORD;
            case 'W' -> ByteSet.WORD.not();
            case 'h' -> ByteSet.HORIZONTAL;
            case 'H' -> ByteSet.HORIZONTAL.not();
            case 'v' -> ByteSet.VERTICAL;
            case 'V' -> ByteSet.VERTICAL.not();
            default -> null;
        };
        if (set != null) {
            text.next();
        }
        return set;
    }

    /// A byte, the same inside and outside of a class.
    static int literal(PatternText text) throws PatternRefused {
        int start = text.offset();
        int c = text.next();
        return switch (c) {
            case 'a' -> 7;
            case 'e' -> 27;
            case 'f' -> 12;
            case 'n' -> 10;
            case 'r' -> 13;
            case 't' -> 9;
            case 'x' -> hexadecimal(text, start);
            case 'o' -> braced(text, 8, start);
            case 'c' -> control(text, start);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                text.back(start);
                yield inByte(text.number(8, 3), start);
            }
            default -> {
                if (ByteSet.ALPHA.or(ByteSet.DIGIT).has(c)) {
                    throw new PatternRefused("the escape \\" + (char) c + " is not supported", start - 1);
                }
                yield c;
            }
        };
    }

    private static int hexadecimal(PatternText text, int start) throws PatternRefused {
        if (text.sees('{')) {
            return braced(text, 16, start);
        }
        return Math.max(0, text.number(16, 2));
    }

    private static int braced(PatternText text, int base, int start) throws PatternRefused {
        if (!text.take('{')) {
            throw new PatternRefused("a number in braces was expected", start);
        }
        int value = text.number(base, 6);
        if (value < 0 || !text.take('}')) {
            throw new PatternRefused("a number in braces was expected", start);
        }
        return inByte(value, start);
    }

    private static int inByte(int value, int start) throws PatternRefused {
        if (value > 0xff) {
            throw new PatternRefused("a number above 255 is no byte", start);
        }
        return value;
    }

    private static int control(PatternText text, int start) throws PatternRefused {
        int c = text.next();
        if (c < 32 || c > 126) {
            throw new PatternRefused("\\c needs a printable ASCII character", start);
        }
        return Character.toUpperCase(c) ^ 0x40;
    }
}
