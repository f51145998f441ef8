package casemate.app;

import casemate.app.node.NodesPlace;
import casemate.app.secret.StrongroomPlace;
import casemate.base.DurableFile;
import casemate.base.LabClock;
import casemate.base.Refusal;
import casemate.control.Outside;
import casemate.control.payment.PaymentSettings;
import casemate.edge.acme.AcmeConfig;
import casemate.ledger.LogSigner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// By which clock a house lives: the real one, or a laboratory's, which is ahead of it.
///
/// A house is one or the other from its first start on. Records made by a moved clock look like any others, so they lie
/// in a ledger whose name says what it is; a house that has a ledger already keeps its clock. What a laboratory has
/// lived
/// through is not taken back: its clock is put further ahead, never less.
final class HouseClock {
    /// In the data directory of a laboratory: by how much its clock is ahead, as ISO 8601 has it.
    static final String FILE = "lab-clock";

    /// Invoices rest for the longest time, 7 years; more than twice that is a slip of the finger.
    private static final Duration MOST = Duration.ofDays(7_305);

    private static final int MAX_FILE_BYTES = 64;
    private static final Pattern TYPED = Pattern.compile("\\+([0-9]{1,7})([dhm])");
    private static final Path LEDGER = Path.of("keys", "ledger");

    private HouseClock() {}

    /// Reads `+31d`, `+36h` or `+90m`.
    ///
    /// @throws Refusal `lab-clock-malformed`
    static Duration parse(String typed) {
        Matcher matcher = TYPED.matcher(typed);
        if (!matcher.matches()) {
            throw malformed();
        }
        long many = Long.parseLong(matcher.group(1));
        Duration ahead = switch (matcher.group(2)) {
            case "d" -> Duration.ofDays(many);
            case "h" -> Duration.ofHours(many);
            default -> Duration.ofMinutes(many);
        };
        if (ahead.compareTo(MOST) > 0) {
            throw malformed();
        }
        return ahead;
    }

    private static Refusal malformed() {
        return Refusal.invalid(
                "lab-clock-malformed",
                "--lab-clock takes how far the clock is ahead, such as +31d, +36h or +90m; 20 years at most.");
    }

    /// A moved clock is for a house that only this machine sees and that asks nobody whose clock is another.
    ///
    /// @throws Refusal `lab-clock-public`
    static void refuseOutside(
            String domain,
            Optional<AcmeConfig> acme,
            Optional<StrongroomPlace> secrets,
            Outside outside,
            Optional<NodesPlace> nodes) {
        if (!UpSettings.local(domain)
                || acme.isPresent()
                || secrets.isPresent()
                || nodes.isPresent()
                || outside.payment() instanceof PaymentSettings.Stripe) {
            throw Refusal.invalid(
                    "lab-clock-public",
                    "A lab clock is for a house under localhost with embedded parts only: without --acme-directory,"
                            + " --secrets, --nodes-port and --payment stripe.");
        }
    }

    /// The clock of the house in a directory that this process owns.
    ///
    /// @throws Refusal `lab-clock-…` when the house cannot have the clock that is asked for
    static Clock of(Path data, UpSettings settings) throws IOException {
        Optional<Duration> before = read(data.resolve(FILE));
        Optional<Duration> asked = settings.labClock();
        boolean founded = Files.exists(data.resolve(LEDGER));
        boolean marked =
                founded && LabClock.marks(LogSigner.open(data.resolve(LEDGER)).origin());
        if (marked && before.isEmpty()) {
            throw Refusal.conflict(
                    "lab-clock-lost",
                    data + " is a laboratory's and its file " + FILE
                            + " is gone: write back how far its clock was ahead, such as PT744H.");
        }
        if (founded && !marked && (before.isPresent() || asked.isPresent())) {
            throw Refusal.conflict(
                    "lab-clock-late",
                    data + " has lived by the real clock, and its records say so; a lab clock needs a new --data.");
        }
        if (before.isEmpty() && asked.isEmpty()) {
            return Clock.systemUTC();
        }
        refuseOutside(settings.domain(), settings.acme(), settings.secrets(), settings.outside(), settings.nodes());
        Duration ahead = asked.orElseGet(() -> before.orElseThrow());
        if (before.isPresent() && ahead.compareTo(before.get()) < 0) {
            throw Refusal.conflict(
                    "lab-clock-back",
                    "The clock of " + data + " is ahead by " + shown(before.get())
                            + " already, and time does not go back: ask for more, or take a new --data.");
        }
        if (!before.equals(Optional.of(ahead))) {
            // Before anything is recorded by it.
            DurableFile.write(data.resolve(FILE), (ahead + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return LabClock.ahead(Clock.systemUTC(), ahead);
    }

    /// The clock of the house in a directory, for commands beside it.
    static Clock beside(Path data) throws IOException {
        Clock real = Clock.systemUTC();
        Optional<Duration> ahead = read(data.resolve(FILE));
        return ahead.isPresent() ? LabClock.ahead(real, ahead.get()) : real;
    }

    private static Optional<Duration> read(Path file) throws IOException {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_FILE_BYTES), StandardCharsets.US_ASCII).strip();
            Duration ahead = Duration.parse(text);
            if (!ahead.isNegative() && ahead.compareTo(MOST) <= 0) {
                return Optional.of(ahead);
            }
        } catch (DateTimeException _) {
            // Told below.
        }
        throw Refusal.invalid(
                "lab-clock-damaged", file + " should hold how far this house's clock is ahead, such as PT744H.");
    }

    /// For people: whole days where it is.
    static String shown(Duration ahead) {
        return ahead.toMinutes() % Duration.ofDays(1).toMinutes() == 0
                ? "+" + ahead.toDays() + "d"
                : ahead.toMinutes() % 60 == 0 ? "+" + ahead.toHours() + "h" : "+" + ahead.toMinutes() + "m";
    }
}
