package casemate.edge.entry;

import casemate.base.Refusal;
import casemate.wire.EntryTicket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Believes the portal's tickets, each once. What was used is remembered in memory only: a ticket from before this
/// start is not believed, so a restart makes none good twice.
public final class PortalTickets {
    /// From the portal's answer to the browser's next request; much longer than that takes.
    public static final Duration LIFE = Duration.ofSeconds(60);
    /// How far control's clock may be ahead of ours.
    private static final Duration SKEW = Duration.ofSeconds(30);
    /// In a minute; more people do not sign on at one edge.
    private static final int MAX_USED = 10_000;

    private final byte[] controlSpki;
    private final Clock clock;
    private final Instant begun;
    private final Map<String, Instant> used = new ConcurrentHashMap<>();

    public PortalTickets(byte[] controlSpki, Clock clock) {
        this.controlSpki = controlSpki.clone();
        this.clock = clock;
        this.begun = clock.instant();
    }

    /// The ticket if it is the portal's, for this host, fresh, and shown for the first time.
    public Optional<EntryTicket> use(String sealed, String host) {
        EntryTicket ticket;
        try {
            ticket = EntryTicket.open(sealed, controlSpki);
        } catch (Refusal _) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        boolean fresh = now.isBefore(ticket.expires())
                && !ticket.expires().isAfter(now.plus(LIFE).plus(SKEW))
                && !ticket.expires().isBefore(begun.plus(LIFE));
        return fresh && ticket.host().equals(host) && first(ticket, now) ? Optional.of(ticket) : Optional.empty();
    }

    private boolean first(EntryTicket ticket, Instant now) {
        if (used.size() >= MAX_USED) {
            used.values().removeIf(end -> !now.isBefore(end));
        }
        return used.size() < MAX_USED && used.putIfAbsent(ticket.nonce(), ticket.expires()) == null;
    }
}
