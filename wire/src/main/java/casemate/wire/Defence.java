package casemate.wire;

import casemate.base.AddressRange;
import casemate.base.Json;
import java.time.Duration;
import java.util.List;

/// How the edge defends the whole platform: figures of the policy in force, and what holds for everybody.
///
/// @param misses pages not found from one address within the window that lead to a ban (EDG-5)
/// @param perSecond requests from one address, beyond which they are turned away (EDG-6)
/// @param underAttack whether every visitor first has to show that it is willing to work
/// @param spared never banned, never limited
/// @param transport what is spoken and said on the way in (EDG-2)
/// @param bans in force, the edge's own and those of other edges and programs
public record Defence(
        int misses,
        Duration window,
        Duration ban,
        int perSecond,
        boolean underAttack,
        Transport transport,
        List<AddressRange> spared,
        List<Ban> bans) {
    /// Until a policy says otherwise.
    public static final Defence USUAL =
            new Defence(30, Duration.ofMinutes(1), Duration.ofMinutes(10), 100, false, List.of(), List.of());

    /// The soonest to end are left out past it; an edge holds as many.
    public static final int MAX_BANS = 100_000;

    /// With the usual transport.
    public Defence(
            int misses,
            Duration window,
            Duration ban,
            int perSecond,
            boolean underAttack,
            List<AddressRange> spared,
            List<Ban> bans) {
        this(misses, window, ban, perSecond, underAttack, Transport.USUAL, spared, bans);
    }

    public Defence {
        spared = List.copyOf(spared);
        bans = List.copyOf(bans);
    }

    Json json() {
        Json.Builder o = Json.object()
                .put("misses", misses)
                .put("windowSeconds", window.toSeconds())
                .put("banSeconds", ban.toSeconds())
                .put("perSecond", perSecond)
                .put("underAttack", underAttack)
                .put("spared", Json.array(spared, range -> Json.of(range.toString())))
                .put("bans", Json.array(bans, Ban::json));
        if (!transport.equals(Transport.USUAL)) {
            o.put("transport", transport.json());
        }
        return o.build();
    }

    static Defence read(Json json) {
        Json.Obj o = Fields.of(json)
                .only(
                        "misses",
                        "windowSeconds",
                        "banSeconds",
                        "perSecond",
                        "underAttack",
                        "spared",
                        "bans",
                        "transport");
        return new Defence(
                Math.toIntExact(o.integer("misses")),
                Duration.ofSeconds(o.integer("windowSeconds")),
                Duration.ofSeconds(o.integer("banSeconds")),
                Math.toIntExact(o.integer("perSecond")),
                o.bool("underAttack"),
                o.find("transport").map(Transport::read).orElse(Transport.USUAL),
                o.list("spared", Fields::range),
                o.list("bans", Ban::read));
    }
}
