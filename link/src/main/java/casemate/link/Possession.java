package casemate.link;

import casemate.base.Refusal;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// A request to certify a key (PKCS #10, RFC 2986), whose signature proves that its author has the other half. Nothing
/// else in it counts: names, roles and times are the authority's.
final class Possession {
    private static final X500Principal NOBODY = new X500Principal("CN=node");
    private static final int KEY_BITS = 256;

    private Possession() {}

    static byte[] prove(KeyPair pair) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(NOBODY, pair.getPublic())
                    .build(new JcaContentSignerBuilder(Keys.SIGNATURE).build(pair.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("signing a request failed", e);
        }
    }

    /// @throws Refusal `key-unproved`
    static PublicKey proved(byte[] request) {
        try {
            JcaPKCS10CertificationRequest read = new JcaPKCS10CertificationRequest(request);
            PublicKey key = read.getPublicKey();
            if (key instanceof ECPublicKey on
                    && on.getParams().getOrder().bitLength() == KEY_BITS
                    && read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                return key;
            }
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | RuntimeException _) {
            // Refused below, whatever it was: its bytes are a stranger's.
        }
        throw Refusal.invalid("key-unproved", "The node's request does not prove that it has its key; join again.");
    }
}
