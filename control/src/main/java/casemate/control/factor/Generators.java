package casemate.control.factor;

import casemate.base.Ids;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Unavailable;
import casemate.base.UserId;
import casemate.control.field.ColumnSeal;
import casemate.vault.KeyOwner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.springframework.transaction.support.TransactionTemplate;

/// Keeps generators of one-time codes and holds what people type against them. A code is used up in the
/// transaction that accepts it, so that it opens nothing a second time, whatever else happens at the same
/// moment.
final class Generators {
    /// What one person has on their phones and key rings.
    static final int MOST = 5;

    /// Who began to set one up and came back later begins anew.
    static final Duration PENDING = Duration.ofMinutes(30);

    private static final Pattern CODE = Pattern.compile("[0-9]{" + CodeRules.DIGITS + "}");

    /// A generator that waits for its first code, with the secret that its owner copies.
    record Pending(Generator generator, Secret key) {}

    private final GeneratorTable table;
    private final ColumnSeal seal;
    private final CodeRules rules;
    private final boolean once;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final Clock clock;

    /// @param once whether a code is right once only, as ACC-5 promises
    Generators(
            GeneratorTable table,
            ColumnSeal seal,
            boolean once,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        this.table = table;
        this.seal = seal;
        this.rules = once ? CodeRules.strict() : CodeRules.switchedOff();
        this.once = once;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /// @throws Refusal when the key file is not the one that sealed what is in the database
    void check() {
        try {
            table.newest().ifPresent(this::key);
        } catch (Unavailable _) {
            // The key service is down: the rest of the platform goes on, and second factors wait for it.
        } catch (IllegalStateException _) {
            throw Refusal.invalid(
                    "sealing-key-lost",
                    "No key here sealed the second factors; restore keys/vault-ring and keys/sealing.key from a backup.");
        }
    }

    /// Begins to set one up, in the place of another that was begun.
    Generator begin(UserId person, Method method, Algorithm algorithm, Secret key, String name) {
        Generator fresh = new Generator(
                ids.make("gen"),
                person,
                method,
                algorithm,
                name,
                CodeRules.NONE,
                clock.instant(),
                Optional.empty(),
                Optional.empty());
        transactions.executeWithoutResult(_ -> {
            table.removeUnconfirmed(person);
            if (table.hold(person).size() >= MOST) {
                throw Refusal.conflict("factor-too-many", "Remove an app or token that you no longer use first.");
            }
            table.add(fresh, seal.seal(KeyOwner.PLATFORM, fresh.row(), key));
        });
        return fresh;
    }

    Optional<Pending> pending(UserId person) {
        return table.of(person).stream()
                .filter(s -> waiting(s.generator()))
                .map(s -> new Pending(s.generator(), key(s)))
                .findFirst();
    }

    /// Takes the first code of the one that was begun.
    Optional<Generator> confirm(UserId person, String typed, Instant now) {
        return transactions.execute(_ -> table.hold(person).stream()
                .filter(s -> waiting(s.generator()))
                .filter(s -> accept(s, bare(typed), now))
                .map(GeneratorTable.Stored::generator)
                .findFirst());
    }

    /// Whether this is a code of one of this person's generators that was not used before.
    boolean accept(UserId person, String typed, Instant now) {
        String code = bare(typed);
        return CODE.matcher(code).matches()
                && transactions.execute(_ -> confirmed(person).stream().anyMatch(s -> accept(s, code, now)));
    }

    /// Brings a token back into step that ran ahead, by two codes in a row. Both are then used up.
    boolean resynchronise(UserId person, String first, String second) {
        String one = bare(first);
        String two = bare(second);
        if (!CODE.matcher(one).matches() || !CODE.matcher(two).matches()) {
            return false;
        }
        Instant now = clock.instant();
        return transactions.execute(_ -> confirmed(person).stream().anyMatch(s -> {
            OptionalLong position = rules.resynchronise(s.generator(), key(s), one, two);
            return position.isPresent() && table.use(s.generator().id(), position.getAsLong(), once, now);
        }));
    }

    /// Those that work, the oldest first.
    List<Generator> of(UserId person) {
        return table.of(person).stream()
                .map(GeneratorTable.Stored::generator)
                .filter(g -> g.confirmedAt().isPresent())
                .toList();
    }

    boolean remove(UserId person, String id) {
        return table.remove(person, id);
    }

    int removeAll(UserId person) {
        return table.removeAll(person);
    }

    private List<GeneratorTable.Stored> confirmed(UserId person) {
        return table.hold(person).stream()
                .filter(s -> s.generator().confirmedAt().isPresent())
                .toList();
    }

    private boolean waiting(Generator generator) {
        return generator.confirmedAt().isEmpty()
                && generator.createdAt().plus(PENDING).isAfter(clock.instant());
    }

    private boolean accept(GeneratorTable.Stored stored, String code, Instant now) {
        OptionalLong position = rules.accept(stored.generator(), key(stored), code, now);
        return position.isPresent() && table.use(stored.generator().id(), position.getAsLong(), once, now);
    }

    private Secret key(GeneratorTable.Stored stored) {
        return seal.open(KeyOwner.PLATFORM, stored.generator().row(), stored.sealed());
    }

    private static String bare(String typed) {
        return typed.replaceAll("\\s", "");
    }
}
