package casemate.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.AddressRange;
import casemate.base.Refusal;
import casemate.base.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntryTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Pass PASS = new Pass(
            "pas_1", NOW, NOW.plusSeconds(60), "subject", "ann@example.org", "Ann \u00e9", "fr", List.of("owner"));
    private static final EntryTicket TICKET =
            new EntryTicket("acme.casemate.localhost", "n", "/wiki", NOW, "flow", PASS);

    @Test
    void access_rules_survive_the_wire() {
        Access access = new Access(
                Access.Need.ALL,
                true,
                List.of(AddressRange.parse("192.0.2.0/24"), AddressRange.parse("2001:db8::/32")),
                true,
                List.of(new Device("dev_1", "abc", NOW), new Device("dev_2", "def", NOW, Optional.of(NOW))),
                Optional.of("$argon2id$…"),
                true,
                7);
        Route route = new Route(
                "acme.casemate.localhost",
                Optional.empty(),
                Route.State.STOPPED,
                List.of(),
                RouteRules.USUAL.with(access));
        EdgeSnapshot snapshot = new EdgeSnapshot(1, NOW, List.of(route));
        assertThat(EdgeSnapshot.decode(snapshot.encode())).isEqualTo(snapshot);
    }

    @Test
    void who_signed_out_and_the_key_of_an_instance_survive_the_wire() {
        Secret key = Secret.of("f".repeat(64));
        Route route = new Route(
                "acme.casemate.localhost",
                Optional.empty(),
                Route.State.STOPPED,
                List.of(),
                RouteRules.USUAL.identifiedBy(key));
        EndedPasses ended = new EndedPasses(NOW, Set.of("pas_1", "pas_2"));
        EdgeSnapshot snapshot = new EdgeSnapshot(1, NOW, List.of(route), Defence.USUAL, ended);
        assertThat(EdgeSnapshot.decode(snapshot.encode())).isEqualTo(snapshot);
        assertThat(snapshot.toString()).doesNotContain("fff");
        assertThat(ended.covers(PASS)).isTrue();
        assertThat(new EndedPasses(NOW.plusSeconds(1), Set.of()).covers(PASS)).isTrue();
        assertThat(new EndedPasses(NOW, Set.of()).covers(PASS)).isFalse();
    }

    @Test
    void a_ticket_opens_with_the_key_that_signed_it_and_no_other() {
        SnapshotKey key = SnapshotKey.generate();
        String sealed = TICKET.seal(key);
        assertThat(EntryTicket.open(sealed, key.spki())).isEqualTo(TICKET);
        byte[] stranger = SnapshotKey.generate().spki();
        assertThatThrownBy(() -> EntryTicket.open(sealed, stranger)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> EntryTicket.open("x" + sealed, key.spki())).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> EntryTicket.open("", key.spki())).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> EntryTicket.open("?", key.spki())).isInstanceOf(Refusal.class);
    }

    @Test
    void a_signed_snapshot_is_no_ticket() {
        SnapshotKey key = SnapshotKey.generate();
        byte[] signed =
                SignedSnapshot.sign(SignedSnapshot.Audience.EDGE, new EdgeSnapshot(1, NOW, List.of()).encode(), key);
        assertThatThrownBy(() -> EntryTicket.open(Signatures.text(signed), key.spki()))
                .isInstanceOf(Refusal.class);
    }
}
