package casemate.edge;

import casemate.base.Json;
import casemate.base.TlsPolicy;
import casemate.promise.Cadence;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.wire.Transport;
import java.io.IOException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// EDG-2, modern TLS only: offers every old version and every kind of weak suite by hand, and looks at what the good
/// handshakes bring.
final class TlsDrill extends EdgeDrill {
    static final PromiseId PROMISE = new PromiseId("EDG-2");

    /// Numbers from the IANA registry of cipher suites.
    private static final Map<String, List<Integer>> WEAK = weak();

    private static final List<Integer> GOOD = List.of(0xC02B, 0xC02C, 0xCCA9, 0xC02F, 0xC030, 0xCCA8);
    private static final List<String> GOOD_NAMES = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    private static final Pattern MAX_AGE = Pattern.compile("(?i)max-age=\"?([0-9]{1,12})");
    /// Versions as the JDK names them.
    private static final String NEW = "TLSv1.3";

    private static final String OLDER = "TLSv1.2";
    /// How the JDK names an algorithm of signatures.
    private static final Pattern HASH = Pattern.compile("SHA([0-9]{3})with.*");

    private final RandomGenerator chance;
    private final Clock clock;

    /// @param real the edge with a name that it serves now, or empty while it serves none
    TlsDrill(Supplier<Optional<EdgeTarget>> real, RandomGenerator chance, Clock clock) {
        super(
                outside(PROMISE, "tls-versions-and-ciphers", new Cadence(Duration.ofHours(1), Duration.ofHours(3))),
                real);
        this.chance = chance;
        this.clock = clock;
    }

    @Override
    public Finding attempt(EdgeTarget target) {
        Stranger stranger = new Stranger(target, chance);
        List<String> faults = new ArrayList<>();
        try {
            Transport promised = target.promised().transport();
            Stranger.Visit newest = visit(stranger, promised);
            if (promised.versions().contains(OLDER)
                    && !(stranger.offer(TlsHello.TLS_1_2, GOOD) instanceof TlsHello.Reply.Agreed)) {
                return new Finding.Unproved(
                        "The hand-made offer of good suites was not taken, so refusals prove nothing.");
            }
            int offers = offerOtherVersions(stranger, promised, faults) + offerWeakSuites(stranger, faults);
            long maxAge = maxAge(newest);
            if (maxAge < promised.strict().toSeconds()) {
                faults.add("no HSTS header that lasts as promised");
            }
            certificate(newest.certificate(), promised.hashBits(), faults);
            Json.Obj measured = measured(newest, promised, offers, maxAge, faults);
            return faults.isEmpty()
                    ? new Finding.Kept(measured)
                    : new Finding.Broken(measured, "Found: " + String.join(", ", faults) + ".");
        } catch (IOException e) {
            return certificateRefused(e)
                    ? new Finding.Broken(Json.object().build(), "The certificate does not verify.")
                    : new Finding.Unproved("A handshake that must succeed did not, so refusals prove nothing.");
        }
    }

    /// Every version that is promised must be spoken, verified; the answer is that of the newest.
    private static Stranger.Visit visit(Stranger stranger, Transport promised) throws IOException {
        Optional<Stranger.Visit> older =
                promised.versions().contains(OLDER) ? Optional.of(stranger.visit(OLDER, GOOD_NAMES)) : Optional.empty();
        return promised.versions().contains(NEW) ? stranger.visit(NEW, List.of()) : older.orElseThrow();
    }

    private static int offerOtherVersions(Stranger stranger, Transport promised, List<String> faults)
            throws IOException {
        List<Integer> all = new ArrayList<>(GOOD);
        WEAK.values().forEach(all::addAll);
        Map<String, Integer> versions = new LinkedHashMap<>();
        versions.put("SSL 3.0", TlsHello.SSL_3);
        versions.put("TLS 1.0", TlsHello.TLS_1_0);
        versions.put("TLS 1.1", TlsHello.TLS_1_1);
        if (!promised.versions().contains(OLDER)) {
            versions.put("TLS 1.2", TlsHello.TLS_1_2);
        }
        for (Map.Entry<String, Integer> version : versions.entrySet()) {
            if (stranger.offer(version.getValue(), all) instanceof TlsHello.Reply.Agreed) {
                faults.add(version.getKey() + " is spoken");
            }
        }
        if (promised.versions().contains(NEW)) {
            return versions.size();
        }
        if (speaks(stranger, NEW)) {
            faults.add("TLS 1.3 is spoken");
        }
        return versions.size() + 1;
    }

    private static boolean speaks(Stranger stranger, String version) {
        try {
            stranger.visit(version, List.of());
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static int offerWeakSuites(Stranger stranger, List<String> faults) throws IOException {
        for (Map.Entry<String, List<Integer>> kind : WEAK.entrySet()) {
            if (stranger.offer(TlsHello.TLS_1_2, kind.getValue()) instanceof TlsHello.Reply.Agreed) {
                faults.add(kind.getKey() + " is spoken");
            }
        }
        return WEAK.size();
    }

    private void certificate(X509Certificate certificate, int hashBits, List<String> faults) {
        Matcher hash = HASH.matcher(certificate.getSigAlgName());
        if (hash.matches() && Integer.parseInt(hash.group(1)) < hashBits) {
            faults.add("the certificate is not signed with SHA-" + hashBits + " or better");
        }
        TlsPolicy.modern().weakness(certificate).ifPresent(weakness -> faults.add("the certificate " + weakness));
        if (daysLeft(certificate) < 0) {
            faults.add("the certificate has expired");
        }
    }

    private Json.Obj measured(Stranger.Visit newest, Transport promised, int offers, long maxAge, List<String> faults) {
        X509Certificate certificate = newest.certificate();
        return Json.object()
                .put("weakOffers", offers)
                .put("faults", faults.size())
                .put("tls12", promised.versions().contains(OLDER))
                .put("tls13", promised.versions().contains(NEW))
                .put("hstsSeconds", maxAge)
                .put("certificateSignature", certificate.getSigAlgName())
                .put("certificateDaysLeft", daysLeft(certificate))
                .build();
    }

    private long daysLeft(X509Certificate certificate) {
        return Duration.between(clock.instant(), certificate.getNotAfter().toInstant())
                .toDays();
    }

    private static long maxAge(Stranger.Visit visit) {
        Matcher age = MAX_AGE.matcher(visit.header("strict-transport-security").orElse(""));
        return age.find() ? Long.parseLong(age.group(1)) : 0;
    }

    static boolean certificateRefused(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, List<Integer>> weak() {
        Map<String, List<Integer>> weak = new LinkedHashMap<>();
        weak.put("RSA key exchange", List.of(0x009C, 0x009D, 0x002F, 0x0035, 0x003C, 0x003D));
        weak.put("CBC", List.of(0xC009, 0xC00A, 0xC013, 0xC014, 0xC023, 0xC024, 0xC027, 0xC028, 0x0033, 0x0039));
        weak.put("3DES", List.of(0x000A, 0xC008, 0xC012, 0x0016));
        weak.put("RC4", List.of(0x0004, 0x0005, 0xC007, 0xC011));
        weak.put("no encryption", List.of(0x0001, 0x0002, 0x003B, 0xC006, 0xC010));
        weak.put("no authentication", List.of(0x0018, 0x0034, 0x003A, 0x006C, 0x00A6, 0xC018, 0xC019));
        weak.put("export grade", List.of(0x0003, 0x0006, 0x0008, 0x0014));
        return weak;
    }
}
