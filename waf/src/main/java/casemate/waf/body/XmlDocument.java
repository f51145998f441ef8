package casemate.waf.body;

import casemate.waf.text.Bytes;
import java.util.Arrays;

/// One well-formed document in UTF-8, after its declaration. No document type, no entities but the five that need none,
/// and characters by number; names are compared, not understood, so namespaces need no declaration.
final class XmlDocument {
    /// libxml2's.
    private static final int DEEPEST = 256;
    /// Of one element; each name is compared with those before it.
    private static final int MOST_ATTRIBUTES = 256;
    private static final Bytes COMMENT = Bytes.latin1("<!--");
    private static final Bytes CDATA = Bytes.latin1("<![CDATA[");
    private static final Bytes CDATA_END = Bytes.latin1("]]>");
    private static final Bytes DOCTYPE = Bytes.latin1("<!DOCTYPE");
    private static final Bytes XML_TARGET = Bytes.latin1("xml");
    private static final Bytes XMLNS = Bytes.latin1("xmlns");

    private final XmlScanner scanner;
    private final byte[] a;
    private final int to;
    private final BodySink sink;
    private final int mostAttributes;
    /// The open elements' names, as positions.
    private final int[] nameFrom = new int[DEEPEST];

    private final int[] nameTo = new int[DEEPEST];
    private int depth;
    private boolean rootSeen;
    private final Arena text = new Arena();
    private final int[] attributeFrom = new int[MOST_ATTRIBUTES];
    private final int[] attributeTo = new int[MOST_ATTRIBUTES];
    private int attributes;

    XmlDocument(Bytes document, BodySink sink, int mostAttributes) {
        this.scanner = new XmlScanner(document);
        this.a = scanner.a;
        this.to = scanner.to;
        this.sink = sink;
        this.mostAttributes = mostAttributes;
    }

    /// Reads it to its end or to the first error; the text up to there is told in any case.
    BodyEnd read() {
        boolean good = true;
        while (good && scanner.at < to) {
            if (a[scanner.at] == '<') {
                good = markup();
            } else if (depth > 0) {
                good = text();
            } else {
                good = Cookies.isSpace(a[scanner.at]) || scanner.malformed("text outside of the root element");
                scanner.at++;
            }
        }
        if (good && (depth > 0 || !rootSeen)) {
            scanner.malformed("the document ends too early");
        }
        if (rootSeen) {
            sink.xml(text.take(), false);
        }
        return scanner.end();
    }

    private boolean markup() {
        int next = scanner.at + 1 < to ? a[scanner.at + 1] : -1;
        return switch (next) {
            case '/' -> endTag();
            case '?' -> instruction();
            case '!' -> {
                if (scanner.startsWith(COMMENT)) {
                    yield comment();
                }
                if (depth > 0 && scanner.startsWith(CDATA)) {
                    yield cdata();
                }
                yield scanner.malformed(
                        scanner.startsWith(DOCTYPE) ? "document type declarations are not allowed" : "bad markup");
            }
            default -> startTag();
        };
    }

    private boolean startTag() {
        if (depth == 0 && rootSeen) {
            return scanner.malformed("a second root element");
        }
        if (depth == DEEPEST) {
            return scanner.limit("More nested elements than the limit allows.");
        }
        scanner.at++;
        int from = scanner.at;
        if (!scanner.name()) {
            return false;
        }
        rootSeen = true;
        nameFrom[depth] = from;
        nameTo[depth] = scanner.at;
        int ofElement = 0;
        while (true) {
            int before = scanner.at;
            scanner.skipSpace();
            if (scanner.at >= to) {
                return scanner.malformed("a tag is not closed");
            }
            if (a[scanner.at] == '>') {
                scanner.at++;
                depth++;
                return true;
            }
            if (a[scanner.at] == '/') {
                scanner.at += 2;
                return (scanner.at <= to && a[scanner.at - 1] == '>') || scanner.malformed("a tag is not closed");
            }
            if (scanner.at == before) {
                return scanner.malformed("white space expected in a tag");
            }
            if (ofElement == MOST_ATTRIBUTES) {
                return scanner.limit("More attributes than the limit allows.");
            }
            if (!attribute(ofElement++)) {
                return false;
            }
        }
    }

    private boolean attribute(int index) {
        int from = scanner.at;
        if (!scanner.name()) {
            return false;
        }
        attributeFrom[index] = from;
        attributeTo[index] = scanner.at;
        for (int i = 0; i < index; i++) {
            if (Arrays.equals(a, from, scanner.at, a, attributeFrom[i], attributeTo[i])) {
                return scanner.malformed("an attribute twice");
            }
        }
        scanner.skipSpace();
        if (scanner.at >= to || a[scanner.at] != '=') {
            return scanner.malformed("= expected");
        }
        scanner.at++;
        scanner.skipSpace();
        if (scanner.at >= to || (a[scanner.at] != '"' && a[scanner.at] != '\'')) {
            return scanner.malformed("a quotation mark expected");
        }
        if (!scanner.value(a[scanner.at++])) {
            return false;
        }
        if (isNamespace(from, attributeTo[index])) {
            return true;
        }
        if (attributes++ == mostAttributes) {
            return scanner.limit(BodyLimits.TOO_MANY_ARGUMENTS);
        }
        sink.xml(scanner.value(), true);
        return true;
    }

    /// Declarations of namespaces, `xmlns` and `xmlns:prefix`, are no attributes.
    private boolean isNamespace(int from, int nameEnd) {
        int prefix = from + XMLNS.length();
        if (nameEnd < prefix || !Arrays.equals(a, from, prefix, XMLNS.array(), XMLNS.from(), XMLNS.to())) {
            return false;
        }
        return nameEnd == prefix || (a[prefix] == ':' && nameEnd > prefix + 1 && a[prefix + 1] != ':');
    }

    private boolean endTag() {
        scanner.at += 2;
        int from = scanner.at;
        if (!scanner.name()) {
            return false;
        }
        int nameEnd = scanner.at;
        scanner.skipSpace();
        if (scanner.at >= to || a[scanner.at] != '>') {
            return scanner.malformed("a tag is not closed");
        }
        scanner.at++;
        if (depth == 0 || !Arrays.equals(a, from, nameEnd, a, nameFrom[depth - 1], nameTo[depth - 1])) {
            return scanner.malformed("an end tag does not match");
        }
        depth--;
        return true;
    }

    private boolean text() {
        while (scanner.at < to && a[scanner.at] != '<') {
            boolean good = true;
            if (a[scanner.at] == '&') {
                good = scanner.reference(text);
            } else if (a[scanner.at] == '\r') {
                scanner.lineEnd(text, '\n');
            } else if (a[scanner.at] == ']' && scanner.startsWith(CDATA_END)) {
                good = scanner.malformed("]]> in text");
            } else {
                int from = scanner.at;
                do {
                    good = scanner.plain();
                } while (good && scanner.at < to && isPlainInText(a[scanner.at]));
                text.put(a, from, scanner.at);
            }
            if (!good) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlainInText(byte b) {
        return b != '<' && b != '&' && b != '\r' && b != ']';
    }

    private boolean cdata() {
        scanner.at += CDATA.length();
        while (scanner.at < to && !scanner.startsWith(CDATA_END)) {
            if (a[scanner.at] == '\r') {
                scanner.lineEnd(text, '\n');
                continue;
            }
            int from = scanner.at;
            if (!scanner.plain()) {
                return false;
            }
            text.put(a, from, scanner.at);
        }
        scanner.at += CDATA_END.length();
        return scanner.at <= to || scanner.malformed("a CDATA section is not closed");
    }

    private boolean comment() {
        scanner.at += COMMENT.length();
        while (scanner.at + 1 < to && !(a[scanner.at] == '-' && a[scanner.at + 1] == '-')) {
            if (!scanner.plainOrReturn()) {
                return false;
            }
        }
        scanner.at += 3;
        return (scanner.at <= to && a[scanner.at - 1] == '>') || scanner.malformed("a comment is not closed");
    }

    private boolean instruction() {
        scanner.at += 2;
        int from = scanner.at;
        if (!scanner.name()) {
            return false;
        }
        if (scanner.at - from == XML_TARGET.length() && scanner.equalsIgnoringCase(from, XML_TARGET)) {
            return scanner.malformed("an XML declaration in the wrong place");
        }
        boolean ended = scanner.at + 1 < to && a[scanner.at] == '?' && a[scanner.at + 1] == '>';
        if (!ended && scanner.at < to && !Cookies.isSpace(a[scanner.at])) {
            return scanner.malformed("white space expected in a processing instruction");
        }
        while (scanner.at + 1 < to && !(a[scanner.at] == '?' && a[scanner.at + 1] == '>')) {
            if (!scanner.plainOrReturn()) {
                return false;
            }
        }
        scanner.at += 2;
        return scanner.at <= to || scanner.malformed("a processing instruction is not closed");
    }
}
