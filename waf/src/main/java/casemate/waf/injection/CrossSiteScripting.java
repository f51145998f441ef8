package casemate.waf.injection;

/// Tells cross-site scripting from text: reads an input as HTML the way a browser would in every place of a page
/// where it may land, and looks for tags, attributes and addresses by which a script runs. The algorithm and its
/// lists are libinjection's.
///
/// Safe for many threads at once; time is linear in the length of the input; what is read is not kept.
public final class CrossSiteScripting {
    private static final Spares<HtmlReading> READINGS = new Spares<>(() -> new HtmlReading(HtmlNames.PUBLISHED));

    private CrossSiteScripting() {}

    /// Whether the bytes from `from` to `to` would run a script in some place of a page.
    public static boolean found(byte[] a, int from, int to) {
        return mayBeMarkup(a, from, to) && read(a, from, to);
    }

    /// Whether there is a tag that opens, or an attribute that has a value: nothing runs without.
    static boolean mayBeMarkup(byte[] a, int from, int to) {
        return Ascii.indexOfEither(a, from, to, '<', '=') < to;
    }

    /// What [#found] answers, read through in any case.
    static boolean read(byte[] a, int from, int to) {
        HtmlReading reading = READINGS.take();
        boolean active = reading.isActive(a, from, to);
        reading.forget();
        READINGS.giveBack(reading);
        return active;
    }
}
