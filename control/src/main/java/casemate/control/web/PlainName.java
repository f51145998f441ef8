package casemate.control.web;

import java.text.Normalizer;

/// Names that people give to things and that others read: one line, and nothing in it that looks like something else.
public final class PlainName {
    private PlainName() {}

    /// Whether a name is visible, short enough, in its composed form, of one script besides what all scripts share, and
    /// without characters that hide, turn or join others.
    public static boolean fits(String name, int most) {
        return !name.isBlank()
                && name.codePointCount(0, name.length()) <= most
                && Normalizer.isNormalized(name, Normalizer.Form.NFKC)
                && name.codePoints().allMatch(PlainName::plain)
                && name.codePoints()
                                .mapToObj(Character.UnicodeScript::of)
                                .filter(PlainName::telling)
                                .distinct()
                                .count()
                        <= 1;
    }

    private static boolean plain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static boolean telling(Character.UnicodeScript script) {
        return script != Character.UnicodeScript.COMMON && script != Character.UnicodeScript.INHERITED;
    }
}
