package casemate.app;

import casemate.base.Refusal;
import casemate.edge.acme.AcmeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `up` is told about an outside authority for certificates.
final class AcmeOptions {
    private static final int MAX_ROOTS_BYTES = 1 << 20;

    @Option(
            names = "--acme-directory",
            paramLabel = "URL",
            description = "Get certificates from this authority by ACME; naming it is agreeing to its terms.")
    private @Nullable String directory;

    @Option(
            names = "--acme-contact",
            paramLabel = "EMAIL",
            description = "Whom the authority writes to when something is wrong with a certificate.")
    private @Nullable String contact;

    @Option(
            names = "--acme-root",
            paramLabel = "PEM",
            description = "Roots to trust besides the usual ones, for an authority of one's own.")
    private @Nullable Path roots;

    @Option(
            names = "--acme-http-port",
            paramLabel = "PORT",
            description =
                    "Prove names by http-01, too: listens there only while a challenge waits. Public ones need 80.")
    private @Nullable Integer plainPort;

    @Option(
            names = "--public-address",
            paramLabel = "IPS",
            split = ",",
            description = "Where this platform is reached: a customer's own domain must lead there to be certified.")
    private List<String> addresses = List.of();

    Optional<AcmeConfig> config() throws IOException {
        if (directory == null && contact == null) {
            return Optional.empty();
        }
        if (directory == null || contact == null) {
            throw Refusal.invalid("acme-incomplete", "--acme-directory and --acme-contact belong together.");
        }
        return Optional.of(new AcmeConfig(
                uri(directory),
                contact,
                roots == null ? "" : pem(roots),
                plainPort == null ? OptionalInt.empty() : OptionalInt.of(plainPort),
                parsed(addresses)));
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid("acme-directory", "--acme-directory takes an https address.");
        }
    }

    private static String pem(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.size(file) > MAX_ROOTS_BYTES) {
            throw Refusal.invalid("acme-root", "--acme-root takes a readable file of certificates as PEM.");
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static Set<InetAddress> parsed(List<String> texts) {
        try {
            return texts.stream().map(InetAddress::ofLiteral).collect(Collectors.toUnmodifiableSet());
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid("public-address", "--public-address takes IP addresses, separated by commas.");
        }
    }
}
