package casemate.waf.body;

import casemate.waf.text.Bytes;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an XML document says before its first element: `<?xml version="1.0" encoding="…"?>`, or nothing.
///
/// @param length of the declaration and of a byte order mark before it
/// @param latin1 the document is in ISO-8859-1, not in UTF-8
/// @param refusal why the document cannot be read, or empty
record XmlDeclaration(int length, boolean latin1, String refusal) {
    private static final Set<String> UTF_8 = Set.of("utf-8", "utf8", "us-ascii", "ascii");
    private static final Set<String> LATIN_1 = Set.of("iso-8859-1", "iso8859-1", "latin1");
    /// Longer than any real one.
    private static final int LONGEST = 200;
    /// Nothing is tried twice: every quantifier keeps what it took.
    private static final Pattern DECLARATION =
            Pattern.compile("<\\?xml\\s++version\\s*+=\\s*+(?:\"1\\.[0-9]++\"|'1\\.[0-9]++')"
                    + "(?:\\s++encoding\\s*+=\\s*+(?:\"([A-Za-z0-9._-]++)\"|'([A-Za-z0-9._-]++)'))?+"
                    + "(?:\\s++standalone\\s*+=\\s*+(?:\"(?:yes|no)\"|'(?:yes|no)'))?+\\s*+\\?>");

    static XmlDeclaration of(Bytes body) {
        boolean mark = body.length() >= 3 && body.at(0) == 0xef && body.at(1) == 0xbb && body.at(2) == 0xbf;
        int start = mark ? 3 : 0;
        String head =
                body.slice(start, Math.min(body.length(), start + LONGEST)).toLatin1();
        if (!head.startsWith("<?xml") || head.length() < 6 || !Cookies.isSpace(head.charAt(5))) {
            return new XmlDeclaration(start, false, "");
        }
        Matcher found = DECLARATION.matcher(head);
        if (!found.lookingAt()) {
            return new XmlDeclaration(start, false, "bad XML declaration");
        }
        String name = found.group(1) == null ? found.group(2) : found.group(1);
        String encoding = name == null ? "utf-8" : name.toLowerCase(Locale.ROOT);
        boolean latin1 = LATIN_1.contains(encoding) && !mark;
        return latin1 || UTF_8.contains(encoding)
                ? new XmlDeclaration(start + found.end(), latin1, "")
                : new XmlDeclaration(start, false, "the encoding is not one that is read");
    }
}
