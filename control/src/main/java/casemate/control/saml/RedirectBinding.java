package casemate.control.saml;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// Messages in addresses (SAML 2.0 Bindings, 3.4): deflated, in base64, and signed with the letters of the address
/// itself rather than with XML.
final class RedirectBinding {
    static final String REQUEST = "SAMLRequest";
    static final String RESPONSE = "SAMLResponse";
    private static final String RELAY_STATE = "RelayState";
    private static final String ALGORITHM = "SigAlg";
    private static final String SIGNATURE = "Signature";
    private static final String OURS = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

    /// JCA's names of what is accepted.
    private static final Map<String, String> ALGORITHMS = Map.of(
            OURS,
            "SHA256withRSA",
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
            "SHA384withRSA",
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
            "SHA512withRSA",
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
            "SHA256withECDSAinP1363Format",
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
            "SHA384withECDSAinP1363Format",
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
            "SHA512withECDSAinP1363Format");

    private static final int MAX_QUERY = 16 << 10;

    private RedirectBinding() {}

    /// @param kind `SAMLRequest` or `SAMLResponse`
    /// @param relayState comes back with the answer; empty for none
    static URI address(URI endpoint, String kind, byte[] message, String relayState, SamlKey key) {
        StringBuilder query = new StringBuilder(kind).append('=').append(encode(deflated(message)));
        if (!relayState.isEmpty()) {
            query.append('&').append(RELAY_STATE).append('=').append(encode(relayState));
        }
        query.append('&').append(ALGORITHM).append('=').append(encode(OURS));
        try {
            Signature signature = Signature.getInstance(ALGORITHMS.getOrDefault(OURS, ""));
            signature.initSign(key.key());
            signature.update(query.toString().getBytes(StandardCharsets.US_ASCII));
            query.append('&')
                    .append(SIGNATURE)
                    .append('=')
                    .append(encode(Base64.getEncoder().encodeToString(signature.sign())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
        return URI.create(endpoint + (endpoint.getRawQuery() == null ? "?" : "&") + query);
    }

    /// The message in an address, when the provider signed it.
    ///
    /// @param query as the browser sent it: the signature is over these very letters
    static byte[] read(String query, String kind, List<X509Certificate> certificates) {
        Map<String, String> raw = parameters(query);
        String message = part(raw, kind);
        String algorithm = part(raw, ALGORITHM);
        StringBuilder signed = new StringBuilder(kind).append('=').append(message);
        if (raw.containsKey(RELAY_STATE)) {
            signed.append('&').append(RELAY_STATE).append('=').append(raw.get(RELAY_STATE));
        }
        signed.append('&').append(ALGORITHM).append('=').append(algorithm);
        String name = Optional.ofNullable(ALGORITHMS.get(decode(algorithm)))
                .orElseThrow(() -> Xml.refused("the signature is of a form that is not accepted"));
        byte[] signature = Xml.base64(decode(part(raw, SIGNATURE)));
        byte[] letters = signed.toString().getBytes(StandardCharsets.UTF_8);
        if (certificates.stream().noneMatch(c -> holds(name, c.getPublicKey(), letters, signature))) {
            throw Xml.refused("the signature is not the provider's");
        }
        return inflated(Xml.base64(decode(message)));
    }

    static String relayState(String query) {
        return decode(parameters(query).getOrDefault(RELAY_STATE, ""));
    }

    private static boolean holds(String algorithm, PublicKey key, byte[] letters, byte[] signature) {
        try {
            Signature check = Signature.getInstance(algorithm);
            check.initVerify(key);
            check.update(letters);
            return check.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static Map<String, String> parameters(String query) {
        if (query.length() > MAX_QUERY) {
            throw Xml.refused("the message is too long");
        }
        Map<String, String> raw = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && raw.putIfAbsent(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
                throw Xml.refused("a parameter stands twice in the address");
            }
        }
        return raw;
    }

    private static String part(Map<String, String> raw, String name) {
        return Optional.ofNullable(raw.get(name)).orElseThrow(() -> Xml.refused("the address has no " + name));
    }

    private static String deflated(byte[] message) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(message);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        } finally {
            deflater.end();
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static byte[] inflated(byte[] deflated) {
        Inflater inflater = new Inflater(true);
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated), inflater)) {
            byte[] message = in.readNBytes(Xml.MAX_MESSAGE + 1);
            if (message.length > Xml.MAX_MESSAGE) {
                throw Xml.refused("the message is too long");
            }
            return message;
        } catch (IOException _) {
            throw Xml.refused("the message is not deflated");
        } finally {
            inflater.end();
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw Xml.refused("the address is malformed");
        }
    }
}
