package casemate.control.saml;

import casemate.base.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/// Reads a stranger's XML: no document types, so no entities and nothing fetched; no more bytes, levels and
/// elements than such messages have; no id twice.
final class Xml {
    static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
    static final String ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
    static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
    static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";

    /// Answers with many groups are some ten kilobytes.
    static final int MAX_MESSAGE = 48 << 10;

    private static final String MAX_DEPTH = "40";
    private static final String MAX_ATTRIBUTES = "60";

    private Xml() {}

    /// A message as it came in a form or an address.
    static byte[] base64(String text) {
        if (text.length() > MAX_MESSAGE * 4 / 3) {
            throw refused("the message is too long");
        }
        try {
            // Providers break lines as they like (RFC 2045); whatever else is no base64 is refused.
            return Base64.getDecoder().decode(text.replaceAll("[\\r\\n]", ""));
        } catch (IllegalArgumentException _) {
            throw refused("the message is not base64");
        }
    }

    static Document parse(byte[] bytes) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setAttribute("jdk.xml.maxElementDepth", MAX_DEPTH);
            factory.setAttribute("jdk.xml.elementAttributeLimit", MAX_ATTRIBUTES);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(Quiet.HANDLER);
            Document document = builder.parse(new ByteArrayInputStream(bytes));
            idsOnce(document);
            return document;
        } catch (SAXException | IOException _) {
            throw refused("the message is not plain XML");
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every JDK has this parser", e);
        }
    }

    /// All elements, the root first.
    static List<Element> elements(Document document) {
        List<Element> found = new ArrayList<>();
        var all = document.getElementsByTagNameNS("*", "*");
        for (int i = 0; i < all.getLength(); i++) {
            found.add((Element) all.item(i));
        }
        return found;
    }

    static boolean is(Node node, String namespace, String name) {
        return namespace.equals(node.getNamespaceURI()) && name.equals(node.getLocalName());
    }

    static List<Element> children(Element parent, String namespace, String name) {
        List<Element> found = new ArrayList<>();
        for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof Element e && is(e, namespace, name)) {
                found.add(e);
            }
        }
        return found;
    }

    static String attribute(Element element, String name) {
        return Optional.ofNullable(element.getAttributeNS(null, name)).orElse("");
    }

    static Refusal refused(String why) {
        return Refusal.forbidden("sign-on-refused", "Nobody was signed in: " + why + ".");
    }

    /// Two things under one name are the beginning of most tricks with signatures.
    private static void idsOnce(Document document) {
        Set<String> seen = new HashSet<>();
        for (Element element : elements(document)) {
            for (String name : List.of("ID", "Id", "id")) {
                String id = attribute(element, name);
                if (!id.isEmpty() && !seen.add(id)) {
                    throw refused("an id stands twice in the message");
                }
            }
        }
    }

    /// What is wrong with a stranger's XML is the stranger's business.
    private enum Quiet implements ErrorHandler {
        HANDLER;

        @Override
        public void warning(SAXParseException e) {
            // not of interest
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
