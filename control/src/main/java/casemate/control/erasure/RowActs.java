package casemate.control.erasure;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.audit.Audit;
import casemate.control.instance.Instances;
import casemate.vault.KeyOwner;
import casemate.vault.Place;
import casemate.vault.Vault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The steps in the database, and the proof.
final class RowActs {
    static final String SAMPLE = "erasure.sample";

    private final ErasureTable table;
    private final ReachTable reach;
    private final Remains remains;
    private final Instances instances;
    private final Vault vault;
    private final Audit audit;

    RowActs(ErasureTable table, ReachTable reach, Remains remains, Instances instances, Vault vault, Audit audit) {
        this.table = table;
        this.reach = reach;
        this.remains = remains;
        this.instances = instances;
        this.vault = vault;
        this.audit = audit;
    }

    Turn rows(ErasureCase c) {
        if (c.of() == Of.PERSON && c.cause() != Cause.DRILL) {
            // The tombstone stands before the rows go: a restore finds it beside the keys.
            vault.destroy(KeyOwner.of(new UserId(c.subject())));
        }
        return new Turn.Done(() -> {
            Reach all = reach(c);
            Map<String, Long> removed = remains.remove(all);
            refuse(remains.left(all));
            audit.record(
                    OutsideActs.SELF,
                    "erasure.rows",
                    c.id(),
                    Json.object().put("tables", removed.size()).build());
            Json.Builder tables = Json.object();
            removed.forEach(tables::put);
            return Json.object()
                    .put("rows", removed.values().stream().mapToLong(n -> n).sum())
                    .put("tables", tables.build())
                    .put("people", Json.array(all.people(), Json.Text::new))
                    .build();
        });
    }

    private Reach reach(ErasureCase c) {
        return c.of() == Of.CUSTOMER ? reach.of(c.subject()) : reach.person(c.subject());
    }

    /// Nothing is believed that was written down on the way: all is looked at once more.
    ///
    /// @throws Refusal `erasure-unproved`, which says what is still there
    Turn proof(ErasureCase c) {
        String sample = c.of() == Of.CUSTOMER ? unreadable(c) : "none";
        if (c.of() == Of.CUSTOMER && !instances.of(c.customer()).isEmpty()) {
            throw unproved("an instance is there again");
        }
        Reach gone = gone(c);
        return new Turn.Done(() -> {
            // What came in between goes now.
            Map<String, Long> late = remains.remove(gone);
            refuse(remains.left(gone));
            return Json.object()
                    .put("sample", sample)
                    .put("late", late.values().stream().mapToLong(n -> n).sum())
                    .put("tables", remains.declared().size())
                    .build();
        });
    }

    private String unreadable(ErasureCase c) {
        KeyOwner owner = KeyOwner.of(c.customer());
        if (!vault.erased(owner)) {
            throw unproved("the customer's key is there");
        }
        Optional<byte[]> sample = table.sample(c.id());
        if (sample.isEmpty()) {
            return "none";
        }
        try {
            vault.open(owner, new Place(SAMPLE, c.id()), sample.get());
        } catch (Refusal refusal) {
            if (refusal.code().equals("key-destroyed")) {
                return "unreadable";
            }
            throw refusal;
        }
        throw unproved("the customer's key still opens what it sealed");
    }

    /// By the numbers that were written down when the rows went.
    Reach gone(ErasureCase c) {
        List<String> people = table.steps(c.id()).stream()
                .filter(step -> step.step() == Step.ROWS && step.done().isPresent())
                .flatMap(step -> step.outcome().list("people", p -> ((Json.Text) p).value()).stream())
                .toList();
        String customer = c.of() == Of.CUSTOMER ? c.subject() : "";
        Reach now = reach(c);
        return new Reach(customer, people, List.of(), now.instances(), now.hosts());
    }

    private static void refuse(Map<String, Long> left) {
        if (!left.isEmpty()) {
            throw unproved("rows are left: " + left);
        }
    }

    private static Refusal unproved(String what) {
        return Refusal.conflict("erasure-unproved", "The erasure is not proved: " + what + ".");
    }
}
