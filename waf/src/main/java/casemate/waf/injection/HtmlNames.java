package casemate.waf.injection;

import java.util.HashMap;
import java.util.Map;

/// The tags, attributes and events of HTML by which scripts get into a page, read from `html-names.txt` (its head
/// tells the form).
final class HtmlNames {
    static final HtmlNames PUBLISHED = load();

    /// An attribute without danger.
    static final byte HARMLESS = WordTable.NONE;
    /// Runs a script, or loads something that may hold one.
    static final byte ACTIVE = 'b';
    /// Takes an address, which may be a script.
    static final byte ADDRESS = 'u';

    static final byte STYLE = 's';
    /// Names another attribute in its value.
    static final byte INDIRECT = 'i';

    private static final byte TAG = 't';
    private static final byte EVENT = 'e';
    private static final int SHORTEST_TAG = 3;
    private static final int SHORTEST_ATTRIBUTE = 2;
    /// Only names as long as this are events or namespaces.
    private static final int SHORTEST_ACTIVE = 5;

    /// No listed tag or attribute is longer; events are.
    private static final int LONGEST = 16;

    private final WordTable tags;
    private final WordTable attributes;
    private final WordTable events;
    private final int longestEvent;

    private HtmlNames(Map<String, Byte> tags, Map<String, Byte> attributes, Map<String, Byte> events) {
        this.tags = new WordTable(tags);
        this.attributes = new WordTable(attributes);
        this.events = new WordTable(events);
        longestEvent = events.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    /// Whether a tag of this name is never plain text.
    boolean isActiveTag(byte[] a, int from, int to) {
        return to - from >= SHORTEST_TAG
                && (typeWithoutNuls(tags, a, from, to) != WordTable.NONE
                        || Ascii.startsWithAnyCase(a, from, to, "SVG")
                        || Ascii.startsWithAnyCase(a, from, to, "XSL"));
    }

    /// What an attribute of this name does.
    byte kindOfAttribute(byte[] a, int from, int to) {
        if (to - from < SHORTEST_ATTRIBUTE) {
            return HARMLESS;
        }
        if (to - from >= SHORTEST_ACTIVE
                && (isEventHandler(a, from, to)
                        || Ascii.startsWithAnyCase(a, from, to, "XMLNS")
                        || Ascii.startsWithAnyCase(a, from, to, "XLINK"))) {
            return ACTIVE;
        }
        return typeWithoutNuls(attributes, a, from, to);
    }

    /// Whether the name is "on" and something that begins with the name of an event.
    private boolean isEventHandler(byte[] a, int from, int to) {
        if (!Ascii.startsWithAnyCase(a, from, to, "ON")) {
            return false;
        }
        int event = from + 2;
        int longest = Math.min(to - event, longestEvent);
        for (int length = 1; length <= longest; length++) {
            if (events.typeOf(a, event, length) != WordTable.NONE) {
                return true;
            }
        }
        return false;
    }

    /// NULs in names are passed over, as browsers once did.
    private static byte typeWithoutNuls(WordTable table, byte[] a, int from, int to) {
        int nul = Ascii.indexOf(a, from, to, 0);
        if (nul == to) {
            return table.typeOf(a, from, to - from);
        }
        byte[] name = new byte[LONGEST];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (a[i] != 0) {
                if (length == LONGEST) {
                    return WordTable.NONE;
                }
                name[length++] = a[i];
            }
        }
        return table.typeOf(name, 0, length);
    }

    private static HtmlNames load() {
        Map<String, Byte> tags = new HashMap<>();
        Map<String, Byte> attributes = new HashMap<>();
        Map<String, Byte> events = new HashMap<>();
        for (String line : SqlWords.resource("html-names.txt").lines().toList()) {
            byte kind = (byte) line.charAt(0);
            String name = line.substring(2);
            switch (kind) {
                case '#' -> {}
                case TAG -> tags.put(name, kind);
                case EVENT -> events.put(name, kind);
                case ACTIVE, ADDRESS, STYLE, INDIRECT -> attributes.put(name, kind);
                default -> throw new IllegalStateException("html-names.txt has a line of no known kind: " + line);
            }
        }
        return new HtmlNames(tags, attributes, events);
    }
}
