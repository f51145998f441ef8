package casemate.control.factor;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Person;
import casemate.control.audit.Audit;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.web.Site;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to what somebody has besides their password. Whoever's factors change is told by mail.
public final class Factors {
    private static final int MAX_NAME = 60;

    /// So that eyes keep their place.
    private static final int GROUP = 4;

    private final Generators generators;
    private final RecoveryTable recovery;
    private final Accounts accounts;
    private final Audit audit;
    private final Mail mail;
    private final TransactionTemplate transactions;
    private final SecureRandom chance;
    private final Clock clock;
    private final Site site;
    private final Supplier<List<FactorRule>> rules;
    private final Supplier<List<OtherFactor>> others;

    Factors(
            Generators generators,
            RecoveryTable recovery,
            Accounts accounts,
            Audit audit,
            Mail mail,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock,
            Site site,
            Supplier<List<FactorRule>> rules,
            Supplier<List<OtherFactor>> others) {
        this.generators = generators;
        this.recovery = recovery;
        this.accounts = accounts;
        this.audit = audit;
        this.mail = mail;
        this.transactions = transactions;
        this.chance = chance;
        this.clock = clock;
        this.site = site;
        this.rules = rules;
        this.others = others;
    }

    public Standing of(UserId person) {
        return new Standing(
                generators.of(person),
                recovery.left(person),
                others.get().stream().filter(o -> o.has(person)).toList());
    }

    /// The kinds of factors that other rooms offer.
    public List<OtherFactor> others() {
        return others.get();
    }

    /// Whether somebody must have a factor, whether or not they do.
    public boolean required(UserId person, boolean operator) {
        return rules.get().stream().anyMatch(r -> r.requires(person, operator));
    }

    /// Begins to set up an app or token.
    ///
    /// @param seed what a token's maker printed; empty makes one
    public void begin(UserId person, Method method, String name, String seed) {
        Secret key = seed.isBlank() ? random(Algorithm.SHA1) : Secret.of(Base32.parseSeed(seed));
        generators.begin(person, method, Algorithm.SHA1, key, name(name));
    }

    /// What is being set up, to be copied.
    public Optional<Setup> pending(UserId person) {
        return generators.pending(person).map(p -> {
            String secret = Base32.encode(p.key().reveal());
            return new Setup(
                    p.generator(), secret.replaceAll("(.{" + GROUP + "})(?=.)", "$1 "), link(p.generator(), secret));
        });
    }

    /// Takes the first code of what was begun; from then on, sign-in asks for it.
    ///
    /// @throws Refusal when it is another code
    public void confirm(UserId person, String code, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            Generator generator =
                    generators.confirm(person, code, clock.instant()).orElseThrow(Factors::wrong);
            added(person, generator.id(), generator.method().code(), actor);
        });
    }

    /// Keeps record of a factor that somebody has from now on, and tells them. Called in the transaction that adds it.
    ///
    /// @param method of which kind it is
    public void added(UserId person, String id, String method, Actor actor) {
        audit.record(
                actor,
                "factor.add",
                person.value(),
                Json.object().put("factor", id).put("method", method).build());
        tell(person, "factor.letter.added");
    }

    /// @param operator whether they are signed in as one
    /// @throws Refusal as [#removed]
    public void remove(UserId person, String id, boolean operator, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            if (generators.remove(person, id)) {
                removed(person, id, operator, actor);
            }
        });
    }

    /// Keeps record of a factor that somebody has no longer, and tells them. Called in the transaction that has removed
    /// it, and undoes that by its refusal. With the last factor the recovery codes go: they stand in for it.
    ///
    /// @param operator whether they are signed in as one
    /// @throws Refusal `factor-required` when it was the last and they must have one
    public void removed(UserId person, String id, boolean operator, Actor actor) {
        if (!of(person).any()) {
            if (required(person, operator)) {
                throw Refusal.conflict(
                        "factor-required", "You must have a second factor: set up another before you remove this.");
            }
            recovery.removeAll(person);
        }
        audit.record(
                actor,
                "factor.remove",
                person.value(),
                Json.object().put("factor", id).build());
        tell(person, "factor.letter.removed");
    }

    /// Takes everything away that somebody has lost, recovery codes too.
    public void removeAll(UserId person, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            generators.removeAll(person);
            recovery.removeAll(person);
            others.get().forEach(o -> o.removeAll(person));
            audit.record(actor, "factor.remove-all", person.value());
            tell(person, "factor.letter.lost");
        });
    }

    /// Makes new recovery codes in the place of all; nobody can show them again.
    public List<String> newRecoveryCodes(UserId person, Actor actor) {
        List<String> codes = RecoveryCodes.make(chance);
        transactions.executeWithoutResult(_ -> {
            recovery.replace(
                    person,
                    codes.stream()
                            .map(c -> RecoveryCodes.hash(person, c).orElseThrow())
                            .toList(),
                    clock.instant());
            audit.record(actor, "factor.make-recovery-codes", person.value());
            tell(person, "factor.letter.recovery-made");
        });
        return codes;
    }

    /// Whether this is a code that opens the second step now: from an app or token, or a recovery code. It is used up.
    public boolean prove(UserId person, String typed, Actor actor) {
        return generators.accept(person, typed, clock.instant()) || recover(person, typed, actor);
    }

    /// The same for a token that ran ahead, by two codes in a row.
    public boolean proveInStep(UserId person, String first, String second) {
        return generators.resynchronise(person, first, second);
    }

    private boolean recover(UserId person, String typed, Actor actor) {
        return RecoveryCodes.hash(person, typed)
                .filter(hash -> transactions.execute(_ -> {
                    if (!recovery.use(person, hash)) {
                        return false;
                    }
                    audit.record(actor, "factor.use-recovery-code", person.value());
                    tell(person, "factor.letter.recovery-used");
                    return true;
                }))
                .isPresent();
    }

    private void tell(UserId id, String words) {
        Person person = accounts.person(id)
                .orElseThrow(() -> Refusal.notFound("person-unknown", "There is no such account any more."));
        mail.post(new Letter(person.email().value(), person.language(), words, Optional.empty(), List.of()));
    }

    private Secret random(Algorithm algorithm) {
        byte[] key = new byte[algorithm.keyBytes()];
        chance.nextBytes(key);
        return Secret.of(key);
    }

    /// The form that authenticator apps agree on.
    private String link(Generator generator, String secret) {
        String account =
                accounts.person(generator.person()).map(p -> p.email().value()).orElse("");
        String issuer = encode("Casemate " + site.domain());
        return "otpauth://" + generator.method().code() + "/" + issuer + ":" + encode(account) + "?secret=" + secret
                + "&issuer=" + issuer + "&algorithm=" + generator.algorithm() + "&digits=" + CodeRules.DIGITS
                + (generator.method() == Method.TOTP ? "&period=" + CodeRules.STEP.toSeconds() : "&counter=0");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String name(String typed) {
        String name = typed.strip();
        if (name.isEmpty() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.invalid("factor-name-malformed", "Give it a name of up to " + MAX_NAME + " characters.");
        }
        return name;
    }

    private static Refusal wrong() {
        return Refusal.forbidden("factor-code-wrong", "That code is not right; wait for the next one and try again.");
    }
}
