package casemate.edge;

import casemate.base.DurableFile;
import casemate.edge.acme.AcmeCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/// One certificate per host that is routed: what an outside authority has issued, else one of the local authority from
/// memory, from disk, or new. The local authority certifies a host when somebody first asks for it, so that ten
/// thousand hosts cost nothing at the start.
final class Leaves {
    private static final System.Logger LOG = System.getLogger("casemate.edge");
    /// Ten of a local certificate's 89 days are left.
    static final Duration NEVER_RENEWED = Duration.ofDays(79);

    private static final int MAX_FILE_BYTES = 64 << 10;

    private final Path directory;
    private final LocalAuthority authority;
    private final Predicate<String> routed;
    private final Function<String, Optional<AcmeCertificate>> issued;
    private final Duration aged;
    private final Clock clock;
    private final ConcurrentHashMap<String, Leaf> known = new ConcurrentHashMap<>();

    /// @param routed whether a host has a route; others never get a certificate, so that chance names fill no disk
    /// @param aged how old new ones are already, with renewal off: for the twin and a lab; zero else
    /// @param issued what an outside authority has issued and visitors can believe now
    Leaves(
            Path directory,
            LocalAuthority authority,
            Predicate<String> routed,
            Function<String, Optional<AcmeCertificate>> issued,
            Duration aged,
            Clock clock)
            throws IOException {
        this.directory = directory;
        this.authority = authority;
        this.routed = routed;
        this.issued = issued;
        this.aged = aged;
        this.clock = clock;
        Files.createDirectories(directory, OwnerOnly.DIRECTORY);
    }

    /// A customer's own domain has none until the outside authority delivers.
    Optional<Leaf> of(String host) {
        if (!routed.test(host)) {
            return Optional.empty();
        }
        Optional<Leaf> outside = issued.apply(host).map(Leaf::of);
        return outside.isPresent() || !authority.covers(host) ? outside : Optional.of(local(host));
    }

    private Leaf local(String host) {
        Leaf leaf = known.get(host);
        return leaf == null || due(leaf)
                ? known.compute(host, (_, now) -> now == null || due(now) ? fetch(host) : now)
                : leaf;
    }

    /// The leaf that an earlier [#of] handed out, by its alias.
    Optional<Leaf> byAlias(String alias) {
        int end = alias.indexOf('#');
        String host = end < 0 ? alias : alias.substring(0, end);
        return issued.apply(host)
                .map(Leaf::of)
                .filter(leaf -> leaf.alias().equals(alias))
                .or(() -> Optional.ofNullable(known.get(host)));
    }

    /// Those of the local authority that are in use. One that is due is remade when somebody next visits, so it
    /// needs nobody.
    List<Leaf> locals() {
        return known.values().stream().filter(leaf -> !due(leaf)).toList();
    }

    /// When the first of the certificates in use ends, in seconds since 1970; infinity without any.
    double firstEnd() {
        return known.values().stream()
                .mapToDouble(
                        leaf -> leaf.certificate().getNotAfter().toInstant().getEpochSecond())
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /// Forgets hosts that have lost their route, in memory and on disk.
    void keepRouted() {
        known.keySet().removeIf(host -> !routed.test(host));
        try (var files = Files.newDirectoryStream(directory, "*.pem")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!routed.test(name.substring(0, name.length() - ".pem".length()))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "old certificates could not be removed", e);
        }
    }

    private boolean due(Leaf leaf) {
        return aged.isZero() && leaf.due(clock.instant());
    }

    private Leaf fetch(String host) {
        return read(host).filter(leaf -> !due(leaf)).orElseGet(() -> issue(host));
    }

    private Optional<Leaf> read(String host) {
        Path file = file(host);
        try {
            if (!Files.exists(file) || Files.size(file) > MAX_FILE_BYTES) {
                return Optional.empty();
            }
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            X509Certificate certificate = Pem.certificate(pem);
            certificate.verify(authority.issuer().getPublicKey());
            Leaf leaf = new Leaf(host, Pem.key(pem), certificate, authority.issuer());
            if (!leaf.isSound()) {
                throw new GeneralSecurityException("it is another host's, or another key's");
            }
            return Optional.of(leaf);
        } catch (IOException | GeneralSecurityException e) {
            LOG.log(System.Logger.Level.WARNING, "the certificate of {0} cannot be used; making a new one", host);
            return Optional.empty();
        }
    }

    /// A certificate that cannot be kept on disk is used all the same: it is remade at the next start.
    private Leaf issue(String host) {
        Leaf leaf = authority.issue(host, clock.instant().minus(aged));
        try {
            DurableFile.write(
                    file(host),
                    (Pem.write(leaf.key()) + Pem.write(leaf.certificate())).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a certificate could not be kept on disk", e);
        }
        return leaf;
    }

    private Path file(String host) {
        return directory.resolve(host + ".pem");
    }
}
