package casemate.edge;

import casemate.base.TlsPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The control of EDG-2 switched off: old versions and CBC suites are spoken too, and HSTS is not said. For the
/// sabotaged twin and a lab only.
final class OldTls {
    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
    private static final List<String> WEAK =
            List.of("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA");

    private static final TlsPolicy POLICY = old();

    private OldTls() {}

    static TlsPolicy policy() {
        return POLICY;
    }

    private static TlsPolicy old() {
        TlsPolicy modern = TlsPolicy.modern();
        List<String> suites = new ArrayList<>(modern.suites());
        suites.addAll(WEAK);
        return new TlsPolicy(VERSIONS, suites, modern.groups(), Duration.ZERO);
    }
}
