package casemate.edge.acme;

import casemate.base.TlsPolicy;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What an authority has issued for one host, with our key.
///
/// @param chain the host's certificate first
public record AcmeCertificate(String host, PrivateKey key, List<X509Certificate> chain) {
    /// A certificate is replaced before this share of its life is left.
    private static final int LAST = 3;

    private static final int DNS_NAME = 2;
    private static final int MAX_CHAIN = 6;

    public AcmeCertificate {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    public Instant from() {
        return certificate().getNotBefore().toInstant();
    }

    public Instant until() {
        return certificate().getNotAfter().toInstant();
    }

    /// When a third of the life is left: whatever the authority says, it is renewed by then.
    Instant latest() {
        return until().minus(Duration.between(from(), until()).dividedBy(LAST));
    }

    boolean valid(Instant now) {
        return !now.isBefore(from()) && now.isBefore(until());
    }

    /// Why it may not be shown to visitors: completes the sentence "the certificate …".
    Optional<String> fault(PublicKey ours, TlsPolicy policy, Instant now) throws GeneralSecurityException {
        if (chain.size() > MAX_CHAIN) {
            return Optional.of("has too long a chain");
        }
        if (!certificate().getPublicKey().equals(ours)) {
            return Optional.of("is not for our key");
        }
        if (!names().equals(List.of(host))) {
            return Optional.of("is not for exactly the name ordered");
        }
        if (!valid(now)) {
            return Optional.of("is not valid now");
        }
        for (int i = 0; i < chain.size(); i++) {
            Optional<String> weakness = policy.weakness(chain.get(i));
            if (weakness.isPresent()) {
                return weakness;
            }
            if (i + 1 < chain.size()) {
                chain.get(i).verify(chain.get(i + 1).getPublicKey());
            }
        }
        return Optional.empty();
    }

    private List<String> names() throws GeneralSecurityException {
        Collection<List<?>> names = certificate().getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream()
                        .map(name -> name.getFirst().equals(DNS_NAME) ? String.valueOf(name.get(1)) : "?")
                        .toList();
    }
}
