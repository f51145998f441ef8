package casemate.edge;

import casemate.edge.entry.Codes;
import casemate.edge.entry.Passes;
import casemate.wire.EntryTicket;
import casemate.wire.Pass;
import casemate.wire.SnapshotKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// What the portal would say of a member whose browser holds this.
record Members(String flow) {
    static Members holding(String flow) {
        return new Members(flow);
    }

    /// What an answer gives the browser to hold.
    static String flow(Answer answer) {
        return answer.all("set-cookie").stream()
                .filter(set -> set.startsWith(Passes.FLOW_COOKIE + "="))
                .map(set -> set.substring(Passes.FLOW_COOKIE.length() + 1).split(";", 2)[0])
                .findFirst()
                .orElseThrow();
    }

    static Pass pass(String id) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new Pass(
                id,
                now,
                now.plusSeconds(3_600),
                "subject-of-ann",
                "ann@example.org",
                "Ann É.",
                "fr",
                List.of("owner", "administrator"));
    }

    String ticket(SnapshotKey key, String host, String to) {
        return ticket(key, host, to, pass(Codes.random(new SecureRandom())));
    }

    String ticket(SnapshotKey key, String host, String to, Pass pass) {
        return ticket(host, to, Instant.now().plusSeconds(60), pass).seal(key);
    }

    EntryTicket until(Instant end) {
        return ticket(EdgeHouse.ACME, "/", end, pass("pas_1"));
    }

    private EntryTicket ticket(String host, String to, Instant end, Pass pass) {
        return new EntryTicket(host, Codes.random(new SecureRandom()), to, end, Codes.digest(flow), pass);
    }
}
