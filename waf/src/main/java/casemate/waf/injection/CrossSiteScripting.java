package casemate.waf.injection;

/// Tells cross-site scripting from text: reads an input as HTML the way a browser would in every place of a page where
/// it
/// may land, and looks for tags, attributes and addresses by which a script runs. The algorithm and its lists are
/// libinjection's.
///
/// Safe for many threads at once; time is linear in the length of the input.
public final class CrossSiteScripting {
    private static final boolean[] MARKUP = Ascii.set("<=");

    private CrossSiteScripting() {}

    /// Whether the bytes from `from` to `to` would run a script in some place of a page.
    public static boolean found(byte[] a, int from, int to) {
        return mayBeMarkup(a, from, to) && new HtmlReading(HtmlNames.PUBLISHED).isActive(a, from, to);
    }

    /// Nothing runs without a tag that opens or an attribute that has a value.
    static boolean mayBeMarkup(byte[] a, int from, int to) {
        return Ascii.spanUntil(a, from, to, MARKUP) < to;
    }
}
