package casemate.waf.body;

import casemate.waf.text.Bytes;
import java.nio.charset.StandardCharsets;

/// Reads an XML body: its text for `XML:/*`, each attribute's value for `XML://@*`. Documents in UTF-8, ASCII or
/// ISO-8859-1 only: what is decoded otherwise here than behind the firewall would pass unseen. A body without any byte
/// is no error.
final class XmlReader {
    private XmlReader() {}

    static BodyEnd read(Bytes whole, BodySink sink, BodyLimits limits) {
        if (whole.isEmpty()) {
            return BodyEnd.COMPLETE;
        }
        XmlDeclaration declaration = XmlDeclaration.of(whole);
        if (!declaration.refusal().isEmpty()) {
            return new BodyEnd.Malformed(XmlScanner.ERROR + declaration.refusal());
        }
        Bytes document = whole.slice(declaration.length(), whole.length());
        Bytes text = declaration.latin1() ? Bytes.of(document.toLatin1().getBytes(StandardCharsets.UTF_8)) : document;
        return new XmlDocument(text, sink, limits.arguments()).read();
    }
}
