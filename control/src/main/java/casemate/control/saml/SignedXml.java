package casemate.control.saml;

import java.io.IOException;
import java.io.InputStream;
import java.security.Key;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.xml.crypto.AlgorithmMethod;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.KeySelectorResult;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.XMLCryptoContext;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/// Checks the signature of one element, and hands out the very bytes that it covers: whoever goes on reads
/// those and nothing else of the message. So it does not matter what is wrapped around, beside or inside the
/// signed element, and a comment in the middle of a name is gone like every comment (exclusive canonicalisation
/// without comments).
final class SignedXml {
    /// Longer hashes are as good; SHA-1 and MD5 are not, and an HMAC would be made with a key that everybody knows.
    private static final Set<String> SIGNATURES = Set.of(
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
            "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512");

    private static final Set<String> DIGESTS =
            Set.of(DigestMethod.SHA256, "http://www.w3.org/2001/04/xmldsig-more#sha384", DigestMethod.SHA512);

    private static final Set<String> TRANSFORMS = Set.of(Transform.ENVELOPED, CanonicalizationMethod.EXCLUSIVE);

    private SignedXml() {}

    /// The bytes of an element that carries its own signature as a child.
    ///
    /// @throws casemate.base.Refusal when there is none, more than one, or one that does not hold
    static byte[] covered(Element element, List<X509Certificate> certificates) {
        List<Element> signatures = Xml.children(element, Xml.SIGNATURE, "Signature");
        String id = Xml.attribute(element, "ID");
        if (signatures.size() != 1 || id.isEmpty()) {
            throw Xml.refused("the message has no signature, or more than one");
        }
        element.setIdAttributeNS(null, "ID", true);
        for (X509Certificate certificate : certificates) {
            byte[] covered = tried(signatures.getFirst(), id, certificate.getPublicKey());
            if (covered != null) {
                return covered;
            }
        }
        throw Xml.refused("the signature is not the provider's");
    }

    private static byte @Nullable [] tried(Element signature, String id, PublicKey key) {
        DOMValidateContext context = new DOMValidateContext(new Only(key), signature);
        context.setProperty("org.jcp.xml.dsig.secureValidation", true);
        context.setProperty("javax.xml.crypto.dsig.cacheReference", true);
        try {
            XMLSignature read = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
            Reference reference = sound(read, id);
            if (!read.validate(context)) {
                return null;
            }
            try (InputStream digested = reference.getDigestInputStream()) {
                return digested.readNBytes(Xml.MAX_MESSAGE);
            }
        } catch (MarshalException | XMLSignatureException | IOException _) {
            return null;
        }
    }

    /// The one reference, when the signature is of the one form that providers use.
    private static Reference sound(XMLSignature signature, String id) {
        SignedInfo info = signature.getSignedInfo();
        if (!signature.getObjects().isEmpty()
                || info.getReferences().size() != 1
                || !CanonicalizationMethod.EXCLUSIVE.equals(
                        info.getCanonicalizationMethod().getAlgorithm())
                || !SIGNATURES.contains(info.getSignatureMethod().getAlgorithm())) {
            throw Xml.refused("the signature is of a form that is not accepted");
        }
        Reference reference = info.getReferences().getFirst();
        List<String> transforms = reference.getTransforms().stream()
                .map(AlgorithmMethod::getAlgorithm)
                .toList();
        if (!("#" + id).equals(reference.getURI())
                || !DIGESTS.contains(reference.getDigestMethod().getAlgorithm())
                || transforms.size() != TRANSFORMS.size()
                || !TRANSFORMS.equals(Set.copyOf(transforms))) {
            throw Xml.refused("the signature does not cover what it stands in");
        }
        return reference;
    }

    /// The key that we know, whatever key the message brings along.
    private static final class Only extends KeySelector {
        private final PublicKey key;

        Only(PublicKey key) {
            this.key = key;
        }

        @Override
        public KeySelectorResult select(
                @Nullable KeyInfo info, Purpose purpose, AlgorithmMethod method, XMLCryptoContext context) {
            return () -> (Key) key;
        }
    }
}
