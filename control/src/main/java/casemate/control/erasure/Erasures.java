package casemate.control.erasure;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Person;
import casemate.control.audit.Audit;
import casemate.control.policy.Entries;
import casemate.control.role.Administrators;
import casemate.control.subscription.Erasure;
import casemate.vault.KeyOwner;
import casemate.vault.Place;
import casemate.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/// The door of this room: begins erasures, tells how far they are, and hands out certificates. The worker
/// carries them out.
public final class Erasures implements Erasure {
    private static final int SAMPLE_BYTES = 32;

    private final ErasureTable table;
    private final Accounts accounts;
    private final Administrators administrators;
    private final Entries entries;
    private final Advance advance;
    private final Traces traces;
    private final Vault vault;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final SecureRandom chance;
    private final Clock clock;

    Erasures(
            ErasureTable table,
            Accounts accounts,
            Administrators administrators,
            Entries entries,
            Advance advance,
            Traces traces,
            Vault vault,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock) {
        this.table = table;
        this.accounts = accounts;
        this.administrators = administrators;
        this.entries = entries;
        this.advance = advance;
        this.traces = traces;
        this.vault = vault;
        this.audit = audit;
        this.transactions = transactions;
        this.ids = ids;
        this.chance = chance;
        this.clock = clock;
    }

    @Override
    public void begin(CustomerId customer) {
        // Whoever has no account is a drill's canary: what becomes of it is no tale for the ledger.
        boolean canary = accounts.customer(customer).isEmpty();
        begin(customer, canary ? Cause.DRILL : Cause.CLOCK, Optional.empty());
    }

    @Override
    public Optional<String> rehearse(CustomerId canary) {
        Optional<ErasureCase> begun = table.open(canary.value()).filter(c -> c.cause() == Cause.DRILL);
        if (begun.isEmpty()) {
            return Optional.of("no erasure has begun");
        }
        advance.on(begun.get().id());
        return Optional.of(get(begun.get().id()))
                .filter(ErasureCase::open)
                .map(c -> c.step().code() + ": " + c.told());
    }

    @Override
    public void forget(CustomerId canary) {
        if (table.last(canary.value()).filter(c -> c.cause() == Cause.DRILL).isPresent()) {
            transactions.executeWithoutResult(_ -> table.remove(canary.value()));
            vault.discard(KeyOwner.of(canary));
        }
    }

    /// Takes away what drills left that were killed.
    void forgetDrills(Duration older) {
        table.drills(clock.instant().minus(older)).forEach(this::forget);
    }

    /// Takes who clears the database's files of what erased rows left in them.
    ///
    /// @param keeper says false where the database is too large for that
    public void clearedBy(BooleanSupplier keeper) {
        traces.clearedBy(keeper);
    }

    /// Makes the intent final. One that is open already goes on; it only learns why, too.
    void begin(CustomerId customer, Cause cause, Optional<String> request) {
        transactions.executeWithoutResult(_ -> {
            List<Reader> readers = cause == Cause.TOMBSTONE
                    ? List.of()
                    : administrators.of(customer).stream().map(Erasures::reader).toList();
            String id = ids.make("era");
            if (table.add(
                    fresh(id, Of.CUSTOMER, customer.value(), cause, request),
                    sample(id, customer),
                    sealed(id, readers))) {
                audit.record(customer, OutsideActs.SELF, "erasure.begin", id, told(cause));
            } else if (cause != Cause.CLOCK) {
                table.open(customer.value()).ifPresent(open -> table.because(open.id(), cause, request));
            }
        });
    }

    /// Begins to erase one person, at whatever customers they are.
    void begin(UserId person, Cause cause, Optional<String> request) {
        transactions.executeWithoutResult(_ -> {
            List<Reader> readers = cause == Cause.TOMBSTONE
                    ? List.of()
                    : accounts.person(person).map(Erasures::reader).stream().toList();
            String id = ids.make("era");
            if (table.add(fresh(id, Of.PERSON, person.value(), cause, request), null, sealed(id, readers))) {
                audit.record(OutsideActs.SELF, "erasure.begin", id, told(cause));
            }
        });
    }

    private ErasureCase fresh(String id, Of of, String subject, Cause cause, Optional<String> request) {
        return new ErasureCase(
                id,
                of,
                subject,
                cause,
                request,
                Step.first(of),
                0,
                0,
                "",
                clock.instant(),
                Optional.empty(),
                Optional.empty());
    }

    /// Something to try the key on when it is gone. It opens now, or nothing begins: a sample that never
    /// opened would prove nothing.
    private byte @Nullable [] sample(String id, CustomerId customer) {
        KeyOwner owner = KeyOwner.of(customer);
        if (vault.erased(owner)) {
            return null;
        }
        byte[] word = new byte[SAMPLE_BYTES];
        chance.nextBytes(word);
        Place place = new Place(RowActs.SAMPLE, id);
        byte[] sample = vault.seal(owner, place, word);
        if (!java.util.Arrays.equals(word, vault.open(owner, place, sample))) {
            throw new IllegalStateException("the sample does not open");
        }
        return sample;
    }

    private byte[] sealed(String id, List<Reader> readers) {
        return vault.seal(KeyOwner.PLATFORM, new Place(LastActs.READERS, id), Reader.write(readers));
    }

    private static Reader reader(Person person) {
        return new Reader(person.email().value(), person.language(), person.zone());
    }

    private static Json.Obj told(Cause cause) {
        return Json.object().put("cause", cause.code()).build();
    }

    /// The erasure of a customer, the newest if there were several.
    public Optional<ErasureCase> of(CustomerId customer) {
        return table.last(customer.value());
    }

    /// How far one is, its steps in their order.
    ///
    /// @throws Refusal `erasure-unknown`
    public List<StepDone> steps(String id) {
        get(id);
        return table.steps(id).stream()
                .sorted(java.util.Comparator.comparing(StepDone::step))
                .toList();
    }

    /// @throws Refusal `erasure-unknown`
    public ErasureCase get(String id) {
        return table.find(id).orElseThrow(() -> Refusal.notFound("erasure-unknown", "There is no such erasure."));
    }

    /// The newest first.
    public List<ErasureCase> open(int size) {
        return table.page(true, "", size);
    }

    /// Those that are done, the newest first.
    ///
    /// @param before the smallest id already seen; empty to begin
    public List<ErasureCase> ended(String before, int size) {
        return table.page(false, before, size);
    }

    /// Has one that waits after a failure tried again at once.
    ///
    /// @throws Refusal `erasure-unknown`
    public void hurry(String id, Actor actor) {
        get(id);
        transactions.executeWithoutResult(_ -> {
            if (table.hurry(id, clock.instant()) == 1) {
                audit.record(actor, "erasure.hurry", id);
            }
        });
    }

    /// The certificate with its proof, for `casemate verify`.
    ///
    /// @throws Refusal `erasure-unknown`, `erasure-uncertified`
    public byte[] certificate(String id) {
        return get(id).leaf()
                .flatMap(entries::index)
                .map(entries::bundle)
                .orElseThrow(() -> Refusal.conflict(
                        "erasure-uncertified", "The certificate is not in the ledger yet; look again in a minute."));
    }
}
