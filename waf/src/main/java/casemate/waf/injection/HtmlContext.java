package casemate.waf.injection;

/// Where in a page an input may land: it is read as if it stood there.
enum HtmlContext {
    /// Between tags.
    TEXT((byte) 0),
    /// Inside a tag, without quotes.
    TAG((byte) 0),
    SINGLE_QUOTES((byte) '\''),
    DOUBLE_QUOTES((byte) '"'),
    /// Quotes of old Internet Explorers.
    BACKQUOTES((byte) '`');

    /// The quote that ends the value that the input stands in.
    final byte quote;

    HtmlContext(byte quote) {
        this.quote = quote;
    }
}
