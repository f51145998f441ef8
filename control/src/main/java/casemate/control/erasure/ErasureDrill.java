package casemate.control.erasure;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.Membership;
import casemate.control.account.SignUp;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.web.Language;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import casemate.vault.KeyOwner;
import casemate.vault.Place;
import casemate.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// ACC-7: a canary becomes a customer with a word in its details and letters that nobody else has, and is
/// erased by the steps that a customer is erased by. The word must be found before, and nowhere in the
/// database afterwards; what its key sealed must open before, and not afterwards.
final class ErasureDrill implements Drill<ErasureTarget> {
    private static final DrillCard CARD = new DrillCard(
            new PromiseId("ACC-7"),
            "canary-customer-erased",
            new Cadence(Duration.ofHours(12), Duration.ofHours(25)),
            ProofKind.INSIDE_PROBE);

    private static final Actor SELF = new Actor.Program("drill");
    /// Under these addresses nobody but this drill has an account.
    private static final String CANARIES = "erased-%@drill" + Email.NOWHERE;

    private static final Place SEALED = new Place("erasure.drill", "sample");
    private static final int MARK_BYTES = 12;
    private static final int PASSWORD_BYTES = 18;

    private final ErasureTarget real;
    private final ErasureTarget twin;
    private final Erasures erasures;
    private final Remains remains;
    private final Accounts accounts;
    private final Mail mail;
    private final Vault vault;
    private final SecureRandom chance;

    ErasureDrill(
            ErasureTarget real,
            ErasureTarget twin,
            Erasures erasures,
            Remains remains,
            Accounts accounts,
            Mail mail,
            Vault vault,
            SecureRandom chance) {
        this.real = real;
        this.twin = twin;
        this.erasures = erasures;
        this.remains = remains;
        this.accounts = accounts;
        this.mail = mail;
        this.vault = vault;
        this.chance = chance;
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public ErasureTarget real() {
        return real;
    }

    @Override
    public ErasureTarget sabotaged() {
        return twin;
    }

    @Override
    public Finding attempt(ErasureTarget target) {
        String mark = HexFormat.of().formatHex(random(MARK_BYTES));
        Email email = new Email(CANARIES.replace("%", mark));
        long since = remains.now();
        Membership owner = accounts.createCustomer(
                new SignUp(
                        email,
                        Secret.of(HexFormat.of().formatHex(random(PASSWORD_BYTES))),
                        Language.EN,
                        Details.typed("Canary " + mark, "Contact " + mark, "1 Street " + mark, "", "", "")),
                SELF);
        try {
            return judge(target, owner.customer(), email, mark, since);
        } finally {
            mail.withdrawLike(email.value());
            erasures.forget(owner.customer());
            accounts.removeCanary(owner.customer(), SELF);
        }
    }

    private Finding judge(ErasureTarget target, CustomerId canary, Email email, String mark, long since) {
        mail.post(new Letter(
                email.value(),
                Language.EN,
                "erasure.letter.customer",
                Optional.empty(),
                List.of(mark, mark, mark, mark, mark)));
        KeyOwner owner = KeyOwner.of(canary);
        byte[] sealed = vault.seal(owner, SEALED, mark.getBytes(StandardCharsets.UTF_8));
        int before = remains.holding(since, mark).size();
        if (before == 0 || !opens(owner, sealed)) {
            return new Finding.Unproved(
                    "What the canary left is not found while it is there, so a search proves nothing.");
        }
        erasures.begin(canary, Cause.DRILL, Optional.empty());
        ErasureCase begun = erasures.of(canary).orElseThrow();
        target.advance().on(begun.id());
        boolean ended = !erasures.get(begun.id()).open();
        List<String> left = remains.holding(since, mark);
        boolean readable = opens(owner, sealed);
        Json.Obj measured = Json.object()
                .put("tablesBefore", before)
                .put("tablesAfter", left.size())
                .put("keyOpens", readable)
                .put("ended", ended)
                .build();
        if (readable) {
            return new Finding.Broken(measured, "The key of an erased customer still opens what it sealed.");
        }
        if (!left.isEmpty()) {
            return new Finding.Broken(measured, "Something of an erased customer is still in the database.");
        }
        return ended
                ? new Finding.Kept(measured)
                : new Finding.Broken(measured, "The erasure of a customer does not come to its end.");
    }

    private boolean opens(KeyOwner owner, byte[] sealed) {
        try {
            return vault.open(owner, SEALED, sealed).length > 0;
        } catch (Refusal _) {
            return false;
        }
    }

    private byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        chance.nextBytes(random);
        return random;
    }
}
