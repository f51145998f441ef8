package casemate.control.ward;

import casemate.base.Actor;
import casemate.base.AddressRange;
import casemate.base.Sha256;
import casemate.control.signin.FailureEar;
import casemate.control.web.Visitor;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Bans who guesses passwords at portal or console.
final class SignInFailures implements FailureEar {
    static final String RULE = "sign-in-failures";
    /// More than an office behind one address mistypes, and fewer than any guessing needs.
    static final int MOST = 30;

    static final Duration WITHIN = Duration.ofMinutes(10);

    private static final Actor SIGNIN = new Actor.Program("signin");
    /// What one subscriber has of IPv6.
    private static final int SUBSCRIBER = 64;

    private static final int ONE_V4 = 32;
    /// The machine itself: behind it are its operator and programs of ours, and a ban would meet
    /// nobody else.
    private static final List<String> HERE = List.of("127.0.0.1", "::1");

    private final Ward ward;
    private final PlatformTable table;
    private final Clock clock;

    SignInFailures(Ward ward, PlatformTable table, Clock clock) {
        this.ward = ward;
        this.table = table;
        this.clock = clock;
    }

    @Override
    public void failed(Visitor visitor) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(visitor.address());
        } catch (IllegalArgumentException _) {
            return;
        }
        if (HERE.stream().map(InetAddress::ofLiteral).anyMatch(address::equals)) {
            return;
        }
        AddressRange range = AddressRange.around(address, address instanceof Inet6Address ? SUBSCRIBER : ONE_V4);
        byte[] subject = Sha256.of(RULE + "\0" + range);
        Instant now = clock.instant();
        if (table.strike(subject, now.minus(WITHIN), now) >= MOST) {
            table.forgive(subject);
            ward.ban(range, RULE, MOST + " sign-ins failed within " + WITHIN.toMinutes() + " minutes", SIGNIN);
        }
    }
}
