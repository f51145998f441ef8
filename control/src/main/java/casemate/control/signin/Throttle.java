package casemate.control.signin;

import casemate.base.Refusal;
import casemate.base.Sha256;
import casemate.base.UserId;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Token;
import casemate.control.web.Visitor;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Slows guessing without letting a stranger lock anybody out: a browser that signed in to this account before
/// has a count of its own, everybody else shares the count of the account and that of their network.
final class Throttle {
    /// How long failures are remembered.
    static final Duration WINDOW = Duration.ofMinutes(15);

    /// Guesses at one account from browsers that are strange to it.
    static final int PER_ACCOUNT = 10;

    /// Guesses from one network at whatever account; an office shares it.
    static final int PER_NETWORK = 50;

    /// A person who mistypes on their own machine.
    static final int PER_DEVICE = 10;

    /// Browsers of one person that are remembered.
    private static final int DEVICES = 20;

    /// A count that this attempt adds to.
    ///
    /// @param key a hash in hexadecimal: the table holds no address
    record Subject(String key, int limit) {}

    private final ThrottleTable table;
    private final SecureRandom chance;
    private final Clock clock;

    Throttle(ThrottleTable table, SecureRandom chance, Clock clock) {
        this.table = table;
        this.chance = chance;
        this.clock = clock;
    }

    /// What an attempt counts against.
    ///
    /// @param person who has this address; empty for nobody, who is treated alike
    List<Subject> subjects(Kind kind, Email email, Optional<UserId> person, Visitor visitor, Optional<Token> device) {
        Optional<Token> known =
                device.filter(d -> person.filter(p -> table.knows(d, p)).isPresent());
        return known.map(d -> List.of(subject("device", d.reveal(), PER_DEVICE)))
                .orElseGet(() -> List.of(
                        subject("account", kind + " " + email, PER_ACCOUNT),
                        subject("network", visitor.network(), PER_NETWORK)));
    }

    /// The same for what comes after a password, in counts of their own.
    List<Subject> subjectsOfCodes(UserId person, Visitor visitor, Optional<Token> device) {
        return device.filter(d -> table.knows(d, person))
                .map(d -> List.of(subject("device codes", d.reveal(), PER_DEVICE)))
                .orElseGet(() -> List.of(
                        subject("account codes", person.value(), PER_ACCOUNT),
                        subject("network codes", visitor.network(), PER_NETWORK)));
    }

    /// @throws Refusal when one of the counts is full
    void check(List<Subject> subjects) {
        Instant since = clock.instant().minus(WINDOW);
        if (subjects.stream().anyMatch(s -> table.failures(s.key(), since) >= s.limit())) {
            throw new Refusal(
                    Refusal.Kind.TOO_MANY,
                    "sign-in-throttled",
                    "Too many sign-ins failed; wait 15 minutes, or use a browser in which you signed in before.");
        }
    }

    void failed(List<Subject> subjects) {
        Instant now = clock.instant();
        table.forget(now.minus(WINDOW));
        subjects.forEach(s -> table.failed(s.key(), now.minus(WINDOW), now));
    }

    /// Remembers a browser that succeeded; the token is for its cookie.
    Token remember(UserId person) {
        Token device = Token.random(chance);
        table.know(device, person, clock.instant(), DEVICES);
        return device;
    }

    private static Subject subject(String what, String whose, int limit) {
        return new Subject(HexFormat.of().formatHex(Sha256.of(what + "\0" + whose)), limit);
    }
}
