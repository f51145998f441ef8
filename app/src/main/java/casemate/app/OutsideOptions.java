package casemate.app;

import casemate.base.Refusal;
import casemate.control.KeyPlace;
import casemate.control.Outside;
import casemate.control.payment.PaymentSettings;
import casemate.edge.acme.AcmeConfig;
import casemate.vault.aws.KmsPlace;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `up` is told about what control may ask beyond this machine.
final class OutsideOptions {
    /// The largest public lists have a tenth of that.
    private static final int MAX_LIST_BYTES = 8 << 20;

    private static final String KMS = "aws-kms:";
    private static final URI SYSTEM_DNS = URI.create("dns:///");
    private static final Pattern DOMAIN = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+");

    @Option(
            names = "--rspamd",
            paramLabel = "URL",
            description = "Ask this rspamd about forms of strangers, such as http://127.0.0.1:11333.")
    private @Nullable String rspamd;

    @Option(
            names = "--throwaway-domains",
            paramLabel = "FILE",
            description = "Refuse sign-ups with addresses under these domains: one a line, # begins a remark.")
    private @Nullable Path throwaway;

    @Option(
            names = "--vies",
            paramLabel = "URL",
            description = "Ask this register whether VAT numbers are in force: "
                    + "https://ec.europa.eu/taxation_customs/vies/rest-api.")
    private @Nullable String vies;

    @Option(
            names = "--keys",
            paramLabel = "URL",
            description = "Keep root keys in the transit engine of HashiCorp Vault or OpenBao, such as "
                    + "https://keys.example:8200/v1/transit/, or in AWS KMS, such as aws-kms:eu-west-3; without it they"
                    + " lie in a sealed file.")
    private @Nullable String keys;

    @Option(
            names = "--keys-name",
            paramLabel = "NAME",
            defaultValue = "casemate",
            description = "The root key's name there (${DEFAULT-VALUE}), of type aes256-gcm96; in AWS KMS its id or"
                    + " ARN.")
    private String keysName = "casemate";

    @Option(
            names = "--keys-token",
            paramLabel = "FILE",
            description =
                    "The file of the token for it, read at each call, so that an agent can renew it; without it the"
                            + " strongroom's keys-token is used.")
    private @Nullable Path keysToken;

    @Option(
            names = "--keys-credentials",
            paramLabel = "FILE",
            description = "For AWS KMS: the file with aws_access_key_id = … and aws_secret_access_key = …, read at each"
                    + " call; without it the strongroom's keys-token (ID:SECRET) is used, or else the machine's role.")
    private @Nullable Path keysCredentials;

    @Option(
            names = "--keys-endpoint",
            paramLabel = "URL",
            description = "For AWS KMS: where it answers, if not at its public name, such as https://vpce-….")
    private @Nullable String keysEndpoint;

    @Option(
            names = "--allow-private-providers",
            description = "Let customers name identity providers on this machine or in its network, also without TLS.")
    private boolean privateProviders;

    @Option(
            names = "--payment",
            paramLabel = "WHO",
            description = "Who takes the customers' money: stripe, none, or test, which moves none and is for names"
                    + " under localhost only; usual: test there, none elsewhere.")
    private @Nullable String payment;

    @Option(
            names = "--payment-key-file",
            paramLabel = "FILE",
            description = "The file of Stripe's secret key (sk_… or rk_…), read at the start.")
    private @Nullable Path paymentKey;

    @Option(
            names = "--payment-webhook-secret-file",
            paramLabel = "FILE",
            description = "The file of what signs Stripe's events (whsec_…) to https://portal.DOMAIN/payment/webhook.")
    private @Nullable Path paymentWebhookSecret;

    @Option(
            names = "--payment-server",
            paramLabel = "URL",
            description = "Where Stripe's REST interface is; usual: https://api.stripe.com")
    private @Nullable String paymentServer;

    /// @param local whether the platform is for this machine alone
    /// @param acme whether customers' own domains can be certified, and where this platform is reached
    Outside outside(boolean local, Optional<AcmeConfig> acme) throws IOException {
        return new Outside(
                Optional.of(SYSTEM_DNS),
                rspamd == null ? Optional.empty() : Optional.of(server(rspamd, "rspamd", "http://127.0.0.1:11333")),
                throwaway == null ? Set.of() : domains(throwaway),
                acme.map(AcmeConfig::addresses).orElse(Set.of()),
                acme.isPresent(),
                privateProviders,
                Optional.empty(),
                vies == null
                        ? Optional.empty()
                        : Optional.of(server(vies, "vies", "https://ec.europa.eu/taxation_customs/vies/rest-api")),
                keyPlace(),
                taken(local));
    }

    /// Never the test provider where strangers come: anybody pays there with a number that is printed on its page.
    private PaymentSettings taken(boolean local) {
        String who = payment == null ? local ? "test" : "none" : payment;
        if (!who.equals("stripe") && (paymentKey != null || paymentWebhookSecret != null || paymentServer != null)) {
            throw Refusal.invalid("payment-options", "Files and server of payments are for --payment stripe.");
        }
        return switch (who) {
            case "none" -> new PaymentSettings.Nobody();
            case "test" -> {
                if (!local) {
                    throw Refusal.invalid(
                            "payment-test-public", "--payment test moves no money: it is for names under localhost.");
                }
                yield new PaymentSettings.Test();
            }
            case "stripe" -> {
                if (paymentKey == null || paymentWebhookSecret == null) {
                    throw Refusal.invalid(
                            "payment-secrets",
                            "--payment stripe needs --payment-key-file and --payment-webhook-secret-file.");
                }
                URI server = paymentServer == null
                        ? PaymentSettings.Stripe.PUBLIC
                        : server(paymentServer, "payment-server", "https://api.stripe.com");
                yield new PaymentSettings.Stripe(server, paymentKey, paymentWebhookSecret);
            }
            default -> throw Refusal.invalid("payment-malformed", "--payment takes stripe, test or none.");
        };
    }

    private Optional<KeyPlace> keyPlace() {
        if (keys == null) {
            return Optional.empty();
        }
        readable("keys-token", keysToken);
        readable("keys-credentials", keysCredentials);
        if (keys.startsWith(KMS)) {
            return Optional.of(kms(keys.substring(KMS.length())));
        }
        if (keysCredentials != null || keysEndpoint != null) {
            throw Refusal.invalid(
                    "keys-options", "--keys-credentials and --keys-endpoint are for --keys aws-kms:REGION.");
        }
        URI engine = server(keys, "keys", "https://keys.example:8200/v1/transit/");
        return Optional.of(new KeyPlace.Transit(engine, keysName, Optional.ofNullable(keysToken), Optional.empty()));
    }

    private KeyPlace kms(String region) {
        if (keysToken != null) {
            throw Refusal.invalid("keys-options", "AWS KMS takes --keys-credentials, not --keys-token.");
        }
        Optional<URI> endpoint = keysEndpoint == null
                ? Optional.empty()
                : Optional.of(server(keysEndpoint, "keys-endpoint", "https://vpce-1.kms.eu-west-3.vpce.amazonaws.com"));
        return new KeyPlace.Kms(
                KmsPlace.of(region, endpoint, keysName), Optional.ofNullable(keysCredentials), Optional.empty());
    }

    private static void readable(String option, @Nullable Path file) {
        if (file != null && !Files.isReadable(file)) {
            throw Refusal.invalid(option + "-missing", "--" + option + " takes a file that can be read: " + file);
        }
    }

    private static URI server(String typed, String option, String example) {
        try {
            URI server = URI.create(typed);
            if (server.getHost() != null && Set.of("http", "https").contains(server.getScheme())) {
                return server;
            }
        } catch (IllegalArgumentException _) {
            // Told below.
        }
        throw Refusal.invalid(option + "-malformed", "--" + option + " takes an address such as " + example + ".");
    }

    private static Set<String> domains(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.size(file) > MAX_LIST_BYTES) {
            throw Refusal.invalid(
                    "throwaway-unreadable", "--throwaway-domains takes a readable file of at most 8 MB: " + file);
        }
        return parse(List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)), file);
    }

    private static Set<String> parse(List<String> lines, Path file) {
        Set<String> domains = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip().toLowerCase(Locale.ROOT);
            if (line.isEmpty()) {
                continue;
            }
            if (!DOMAIN.matcher(line).matches()) {
                throw Refusal.invalid(
                        "throwaway-malformed",
                        file + ", line " + (i + 1) + ": one domain a line, such as burner.example.");
            }
            domains.add(line);
        }
        return Set.copyOf(domains);
    }
}
