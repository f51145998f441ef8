package casemate.waf.injection;

/// What a token of HTML is.
enum HtmlType {
    TEXT,
    /// The name of a tag that opens.
    TAG,
    /// The `>` of a tag.
    TAG_END,
    /// The `/>` of a tag.
    TAG_SELF_CLOSED,
    /// The name of a tag that closes.
    TAG_CLOSED,
    ATTRIBUTE,
    VALUE,
    COMMENT,
    DOCTYPE
}
