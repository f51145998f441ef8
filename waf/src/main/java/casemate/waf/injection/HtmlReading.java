package casemate.waf.injection;

/// Reads an input as HTML in one context after another and looks for what runs a script. Reused for many inputs by one
/// thread at a time.
final class HtmlReading {
    private static final byte[] NOTHING = {};
    private static final HtmlContext[] CONTEXTS = HtmlContext.values();

    /// A comment shorter than the condition in it says nothing to a browser.
    private static final int SHORTEST_CONDITION = 4;

    private final HtmlNames names;
    private final HtmlTokenizer tokenizer = new HtmlTokenizer();
    private byte[] input = NOTHING;

    HtmlReading(HtmlNames names) {
        this.names = names;
    }

    /// Whether some context makes the input run a script.
    boolean isActive(byte[] a, int from, int to) {
        input = a;
        for (HtmlContext context : CONTEXTS) {
            tokenizer.begin(a, from, to, context);
            if (runs()) {
                return true;
            }
        }
        return false;
    }

    /// Lets the input go: a spare reading must not keep a request's secrets alive.
    void forget() {
        input = NOTHING;
        tokenizer.begin(NOTHING, 0, 0, HtmlContext.TEXT);
    }

    private boolean runs() {
        byte attribute = HtmlNames.HARMLESS;
        while (tokenizer.next()) {
            int from = tokenizer.tokenFrom();
            int to = tokenizer.tokenTo();
            byte before = attribute;
            attribute = HtmlNames.HARMLESS;
            boolean runs = switch (tokenizer.type()) {
                case DOCTYPE -> true;
                case TAG -> names.isActiveTag(input, from, to);
                case ATTRIBUTE -> {
                    attribute = names.kindOfAttribute(input, from, to);
                    yield false;
                }
                case VALUE -> isActiveValue(before, from, to);
                case COMMENT -> isActiveComment(from, to);
                case TEXT, TAG_END, TAG_SELF_CLOSED, TAG_CLOSED -> false;
            };
            if (runs) {
                return true;
            }
        }
        return false;
    }

    private boolean isActiveValue(byte attribute, int from, int to) {
        return switch (attribute) {
            case HtmlNames.ACTIVE, HtmlNames.STYLE -> true;
            case HtmlNames.ADDRESS -> HtmlAddress.isActive(input, from, to);
            case HtmlNames.INDIRECT -> names.kindOfAttribute(input, from, to) != HtmlNames.HARMLESS;
            default -> false;
        };
    }

    /// Internet Explorer ends a comment at a backquote, reads conditional comments, `<?xml` and `<?import`; XML defines
    /// entities in what HTML takes for a comment.
    private boolean isActiveComment(int from, int to) {
        return Ascii.indexOf(input, from, to, '`') < to
                || (to - from >= SHORTEST_CONDITION
                        && (Ascii.startsWithAnyCase(input, from, to, "[IF")
                                || Ascii.startsWithAnyCase(input, from, to, "XML")))
                || Ascii.startsWithAnyCase(input, from, to, "IMPORT")
                || Ascii.startsWithAnyCase(input, from, to, "ENTITY");
    }
}
