package casemate.control.saml;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// A customer's identity provider, as its metadata tells.
///
/// @param entityId its name
/// @param signIn where browsers go with our request (HTTP-Redirect binding)
/// @param signOut where they go to sign out there; empty when it has no such place
/// @param certificates whose keys it signs with; nothing else about them counts
public record SamlPartner(String entityId, URI signIn, Optional<URI> signOut, List<X509Certificate> certificates) {
    public SamlPartner {
        certificates = List.copyOf(certificates);
    }
}
