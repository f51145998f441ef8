package casemate.control.web;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Names that people give to things and that others read: one line, and nothing in it that looks like something else.
public final class PlainName {
    /// Scripts that one language writes together; "highly restrictive" in Unicode's UTS 39, section 5.2.
    private static final List<Set<UnicodeScript>> TOGETHER = List.of(
            Set.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
            Set.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
            Set.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));

    private PlainName() {}

    /// Whether a name is visible, short enough, in its composed form, of one script besides what all scripts share, and
    /// without characters that hide, turn or join others.
    public static boolean fits(String name, int most) {
        return isLine(name, most) && Normalizer.isNormalized(name, Normalizer.Form.NFKC) && isOfOneScript(name);
    }

    /// Whether a text is visible, short enough, on one line, and without characters that hide, turn or join others.
    public static boolean isLine(String text, int most) {
        return !text.isBlank()
                && text.codePointCount(0, text.length()) <= most
                && text.codePoints().allMatch(PlainName::plain);
    }

    /// Whether a text has letters of one script only, or of some that one language writes together: a letter of another
    /// may look like one of these.
    public static boolean isOfOneScript(String text) {
        Set<UnicodeScript> scripts = text.codePoints()
                .mapToObj(UnicodeScript::of)
                .filter(PlainName::telling)
                .collect(Collectors.toSet());
        return scripts.size() <= 1 || TOGETHER.stream().anyMatch(together -> together.containsAll(scripts));
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

    private static boolean telling(UnicodeScript script) {
        return script != UnicodeScript.COMMON && script != UnicodeScript.INHERITED;
    }
}
