package casemate.edge;

import casemate.base.AddressRange;
import casemate.base.Json;
import casemate.promise.Cadence;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.wire.Access;
import casemate.wire.RouteRules;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// EDG-3, IP ranges: puts an application behind the edge that one address may reach, comes from that address and from
/// others, and says to be somebody else.
final class AddressDrill extends EdgeDrill {
    static final PromiseId PROMISE = new PromiseId("EDG-3");
    private static final String NAME = "behind the list";

    private final RandomGenerator chance;

    /// @param real the edge with a name that it serves now, or empty while it serves none
    AddressDrill(Supplier<Optional<EdgeTarget>> real, RandomGenerator chance) {
        super(outside(PROMISE, "address-allow-list", new Cadence(Duration.ofHours(1), Duration.ofHours(3))), real);
        this.chance = chance;
    }

    @Override
    public Finding attempt(EdgeTarget target) {
        try (StandIn application = StandIn.open(NAME)) {
            InetAddress edge = new Stranger(target, chance).address();
            InetAddress allowed = edge instanceof Inet4Address ? DrillAddress.any(chance) : edge;
            try (EdgeTarget open = target.lend(List.of(application.upstream()), only(allowed), chance);
                    EdgeTarget shut = target.lend(List.of(application.upstream()), only(elsewhere(edge)), chance)) {
                return judge(new Stranger(open, chance), new Stranger(shut, chance), allowed);
            }
        } catch (IOException e) {
            return new Finding.Unproved("The edge could not be asked: " + e.getMessage() + ".");
        }
    }

    private Finding judge(Stranger open, Stranger shut, InetAddress allowed) throws IOException {
        boolean in = answers(open.ask(allowed, List.of("GET / HTTP/1.1"), ""));
        if (!in) {
            return new Finding.Unproved("The address on the list was not let in, so a refusal proves nothing.");
        }
        // Every 127.x.y.z is this machine's; of IPv6 there is one such address, which the other list leaves out.
        InetAddress other = allowed instanceof Inet4Address ? DrillAddress.any(chance) : allowed;
        Stranger asked = allowed instanceof Inet4Address ? open : shut;
        boolean stranger = answers(asked.ask(other, List.of("GET / HTTP/1.1"), ""));
        boolean shutOut = answers(shut.ask(allowed, List.of("GET / HTTP/1.1"), ""));
        String claimed = allowed.getHostAddress();
        boolean spoofed = answers(asked.ask(
                other,
                List.of(
                        "GET / HTTP/1.1",
                        "X-Forwarded-For: " + claimed,
                        "Forwarded: for=" + claimed,
                        "X-Real-IP: " + claimed,
                        "True-Client-IP: " + claimed),
                ""));
        Json.Obj measured = Json.object()
                .put("allowedLetIn", true)
                .put("strangerLetIn", stranger)
                .put("otherListLetIn", shutOut)
                .put("claimedAddressLetIn", spoofed)
                .build();
        if (stranger || shutOut) {
            return new Finding.Broken(measured, "An address that is not on the list is let in.");
        }
        return spoofed
                ? new Finding.Broken(measured, "Whoever only claims an address on the list is let in.")
                : new Finding.Kept(measured);
    }

    private static boolean answers(Stranger.Answer answer) {
        return answer.body().contains(NAME);
    }

    private static RouteRules only(InetAddress address) {
        return EdgeTarget.UNSHIELDED.with(new Access(
                Access.Need.ANY,
                true,
                List.of(AddressRange.of(address)),
                false,
                List.of(),
                Optional.empty(),
                false,
                0));
    }

    /// Addresses that nobody has (RFC 5737, RFC 3849).
    private static InetAddress elsewhere(InetAddress edge) {
        return InetAddress.ofLiteral(edge instanceof Inet4Address ? "192.0.2.1" : "2001:db8::1");
    }
}
