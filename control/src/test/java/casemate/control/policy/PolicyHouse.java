package casemate.control.policy;

import casemate.base.Actor;
import casemate.control.RoomDatabase;
import casemate.control.audit.Audit;
import casemate.control.audit.Audits;
import casemate.ledger.Ledger;
import casemate.ledger.LogSigner;
import casemate.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// The room on a real database and a real ledger, without its workers: a test asks for each turn.
final class PolicyHouse implements AutoCloseable {
    static final Actor START = new Actor.Program("start");
    static final String HEAD = """
            casemate-policy: 1
            vendor: {name: Acme, contact: security@acme.example, url: https://acme.example/security}
            languages: [en]
            promises:
            """;
    static final String HTTPS = """
              EDG-1:
                proof: outside-probe
                fresh: PT2H
                sentence: {en: HTTPS only.}
            """;
    static final String RECORD = """
              POL-1:
                figures: {review: P1Y}
                proof: inside-probe
                fresh: P1D
                sentence: {en: Controls are tested against a recorded policy.}
            """;

    final RoomDatabase room;
    final TestClock clock;
    final Ledger ledger;
    final Bells bells = new Bells();
    final DrillRegistry registry = new DrillRegistry();
    final Outbox outbox;
    final ScheduleTable schedule;
    final EvidenceTable evidence;
    final PolicyInUse inUse;
    final Policies policies;
    final Drills drills;
    final DrillRunner runner;
    final LedgerForwarder forwarder;
    final Audit audit;

    PolicyHouse(RoomDatabase room, TestClock clock, Ledger ledger) {
        this.room = room;
        this.clock = clock;
        this.ledger = ledger;
        this.audit = Audits.open(room.jdbc(), clock);
        this.outbox = new Outbox(room.jdbc());
        this.schedule = new ScheduleTable(room.jdbc());
        this.evidence = new EvidenceTable(room.jdbc());
        PolicyTable table = new PolicyTable(room.jdbc());
        this.inUse = new PolicyInUse(table);
        this.policies = new Policies(table, inUse, outbox, schedule, audit, room.transaction(), clock, bells, List::of);
        this.drills = new Drills(registry, schedule, evidence, policies, audit, room.transaction(), clock, bells);
        this.runner =
                new DrillRunner(registry, schedule, evidence, outbox, inUse, room.transaction(), clock, new Random(5));
        this.forwarder = new LedgerForwarder(outbox, new LedgerLog(ledger), clock);
    }

    static Ledger ledger(Path directory) {
        return Ledger.open(
                directory.resolve("ledger"),
                LogSigner.openOrGenerate(directory.resolve("ledger.key"), "trust.casemate.localhost/ledger"));
    }

    static byte[] policy(String... promises) {
        return (HEAD + String.join("", promises)).getBytes(StandardCharsets.UTF_8);
    }

    /// Every entry of the ledger, as text.
    List<String> leaves() {
        long size = ledger.checkpoint().size();
        return ledger.reader()
                .entries(0, size)
                .map(e -> new String(e.bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void close() {
        room.close();
        ledger.close();
    }
}
