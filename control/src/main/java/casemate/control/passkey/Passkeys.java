package casemate.control.passkey;

import casemate.base.Actor;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Acting;
import casemate.control.account.Person;
import casemate.control.audit.Audit;
import casemate.control.factor.Factors;
import casemate.control.factor.OtherFactor;
import casemate.control.web.PlainName;
import casemate.control.web.Site;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/// The door of this room: whose passkeys there are, and whether an answer is one's.
public final class Passkeys implements OtherFactor {
    static final String NAME = "passkey";

    /// What one person has on devices and key rings.
    static final int MOST = 20;

    /// Long enough to find a key and to type its PIN, too short for a page that was left open.
    static final Duration LIFE = Duration.ofMinutes(5);

    static final int MAX_NAME = 60;

    private static final int CHALLENGE_BYTES = 32;
    private static final Logger LOG = LoggerFactory.getLogger(Passkeys.class);

    private final PasskeyTable table;
    private final ChallengeTable challenges;
    private final Ceremonies ceremonies;
    private final Factors factors;
    private final Accounts accounts;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final SecureRandom chance;
    private final Clock clock;
    private final Site site;

    Passkeys(
            PasskeyTable table,
            ChallengeTable challenges,
            Ceremonies ceremonies,
            Factors factors,
            Accounts accounts,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock,
            Site site) {
        this.table = table;
        this.challenges = challenges;
        this.ceremonies = ceremonies;
        this.factors = factors;
        this.accounts = accounts;
        this.audit = audit;
        this.transactions = transactions;
        this.ids = ids;
        this.chance = chance;
        this.clock = clock;
        this.site = site;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String words() {
        return "passkey.factor";
    }

    @Override
    public boolean has(UserId person) {
        return table.any(person);
    }

    @Override
    public void removeAll(UserId person) {
        table.removeAll(person);
    }

    /// The oldest first.
    List<Passkey> of(UserId person) {
        return table.of(person).stream().map(Stored::passkey).toList();
    }

    /// What a browser is asked in order to make a passkey, as it reads it.
    ///
    /// @throws Refusal `passkeys-too-many`
    String askToAdd(Challenge challenge, Person person) {
        List<Stored> present = table.of(person.id());
        if (present.size() >= MOST) {
            throw tooMany();
        }
        return ceremonies.creation(
                party(challenge), person.id(), person.email().value(), remember(challenge), present, LIFE);
    }

    /// Adds a passkey that a browser has made.
    ///
    /// @throws Refusal when it is not what was asked for
    void add(Challenge challenge, Person person, String typed, String answer, Actor actor) {
        String name = parseName(typed);
        judged(challenge, () -> {
            Ceremonies.Offered offered = ceremonies.readMade(answer);
            byte[] asked = take(challenge, offered.asked());
            add(person, name, ceremonies.made(offered, party(challenge), asked), actor);
            return person.id();
        });
    }

    private void add(Person person, String name, Ceremonies.Made made, Actor actor) {
        Passkey passkey = new Passkey(
                ids.make("psk"), person.id(), name, made.alone(), made.synced(), clock.instant(), Optional.empty());
        try {
            transactions.executeWithoutResult(_ -> {
                table.lockCounting(person.id());
                if (table.of(person.id()).size() >= MOST) {
                    throw tooMany();
                }
                table.add(new Stored(passkey, made.credential(), made.key(), made.count(), made.transports()));
                factors.added(person.id(), passkey.id(), NAME, actor);
            });
        } catch (DuplicateKeyException _) {
            throw new NotRight(
                    Refusal.conflict("passkey-taken", "That passkey is there already; use another device or key."),
                    "Taken");
        }
    }

    /// What a browser is asked in order to use a passkey, as it reads it.
    String askToUse(Challenge challenge) {
        return ceremonies.request(
                party(challenge),
                remember(challenge),
                challenge.person().map(table::of).orElseGet(List::of),
                challenge.verified(),
                LIFE);
    }

    /// Takes a passkey's signature. It is used up, whether or not it is right.
    ///
    /// @return whose passkey it is
    /// @throws Refusal when it is not right
    UserId use(Challenge challenge, String answer) {
        return judged(challenge, () -> {
            Ceremonies.Shown shown = ceremonies.readUsed(answer);
            byte[] asked = take(challenge, shown.asked());
            return transactions.execute(_ -> use(challenge, shown, asked));
        });
    }

    private UserId use(Challenge challenge, Ceremonies.Shown shown, byte[] asked) {
        Stored stored = table.hold(shown.credential()).orElseThrow(() -> NotRight.refused("Unknown"));
        UserId owner = stored.passkey().person();
        if (!challenge.person().map(owner::equals).orElse(true)) {
            throw NotRight.refused("OfAnother");
        }
        // Who was asked by name need not say it again; whoever was not must.
        boolean named = shown.handle().length > 0;
        if (named
                ? !Arrays.equals(shown.handle(), Ceremonies.handle(owner))
                : challenge.person().isEmpty()) {
            throw NotRight.refused("OtherHandle");
        }
        long count = ceremonies.used(shown, party(challenge), asked, stored, challenge.verified());
        table.used(stored.passkey().id(), count, clock.instant());
        audit.record(
                actor(owner),
                "passkey.use",
                owner.value(),
                Json.object()
                        .put("passkey", stored.passkey().id())
                        .put("for", challenge.purpose().code())
                        .build());
        return owner;
    }

    /// @param operator whether they are signed in as one
    /// @throws Refusal `passkey-unknown`, and `factor-required` when it is the last and they must have one
    void remove(UserId person, String id, boolean operator, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            if (!table.remove(person, id)) {
                throw Refusal.notFound("passkey-unknown", "There is no such passkey; look at the list again.");
            }
            factors.removed(person, id, operator, actor);
        });
    }

    static String parseName(String typed) {
        String name = typed.strip();
        if (!PlainName.fits(name, MAX_NAME)) {
            throw Refusal.invalid("passkey-name-malformed", "Give it a name of up to " + MAX_NAME + " characters.");
        }
        return name;
    }

    private byte[] remember(Challenge challenge) {
        byte[] bytes = new byte[CHALLENGE_BYTES];
        chance.nextBytes(bytes);
        Instant now = clock.instant();
        transactions.executeWithoutResult(_ -> {
            challenges.forget(now.minus(LIFE));
            challenges.add(challenge, bytes, now);
        });
        return bytes;
    }

    /// In a transaction of its own: what was shown once, is used up also when it turns out wrong.
    private byte[] take(Challenge challenge, byte[] asked) {
        boolean taken = Boolean.TRUE.equals(transactions.execute(
                _ -> challenges.take(challenge, asked, clock.instant().minus(LIFE))));
        if (!taken) {
            throw new NotRight(
                    Refusal.forbidden(
                            "passkey-stale", "This page was used already, or open for too long; try once more."),
                    "Stale");
        }
        return asked;
    }

    /// Keeps record of what is refused, and tells its sender no more than they need.
    private UserId judged(Challenge challenge, Supplier<UserId> ceremony) {
        try {
            return ceremony.get();
        } catch (NotRight wrong) {
            LOG.warn("a passkey was refused: {}", wrong.why());
            transactions.executeWithoutResult(_ -> audit.record(
                    new Actor.Anonymous(),
                    "passkey.refuse",
                    challenge.person().map(UserId::value).orElse("unknown"),
                    Json.object()
                            .put("for", challenge.purpose().code())
                            .put("why", wrong.why())
                            .build()));
            throw wrong.refusal();
        }
    }

    private Actor actor(UserId person) {
        return accounts.acting(person, Optional.empty()).map(Acting::actor).orElseGet(Actor.Anonymous::new);
    }

    private Party party(Challenge challenge) {
        return Party.of(site, challenge.operator());
    }

    private static Refusal tooMany() {
        return Refusal.conflict("passkeys-too-many", "You have " + MOST + " passkeys; remove one first.");
    }
}
