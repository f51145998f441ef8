package casemate.control.account;

import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.promise.Cadence;
import casemate.promise.CryptographyPromise.KeyService;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import casemate.vault.HeldKey;
import casemate.vault.KeyId;
import casemate.vault.KeyOwner;
import casemate.vault.Place;
import casemate.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/// CRY-2: becomes a customer with details that nobody else has, and looks for them in every row that was
/// written meanwhile, as text and as bytes. They must be nowhere, each sealed value must name a key of that
/// customer and open with no other and in no other row, and the door must read all of them back.
final class FieldDrill implements Drill<FieldTarget> {
    static final PromiseId PROMISE = new PromiseId("CRY-2");
    private static final DrillCard CARD = new DrillCard(
            PROMISE,
            "sensitive-fields-sealed",
            new Cadence(Duration.ofHours(1), Duration.ofHours(6)),
            ProofKind.INSIDE_PROBE);
    /// Under these addresses nobody but this drill signs up.
    private static final String CANARIES = "field-%@drill" + Email.NOWHERE;

    /// What `docs/formats/vault.md` lets the first byte of a sealed thing mean.
    private static final String CIPHER = "AES-256-GCM";

    private static final int NAME_BYTES = 8;
    private static final int PASSWORD_BYTES = 18;

    private final Supplier<FieldTarget> real;
    private final Supplier<FieldTarget> twin;
    private final SecureRandom chance;

    FieldDrill(Supplier<FieldTarget> real, Supplier<FieldTarget> twin, SecureRandom chance) {
        this.real = real;
        this.twin = twin;
        this.chance = chance;
    }

    @Override
    public FieldTarget real() {
        return real.get();
    }

    @Override
    public FieldTarget sabotaged() {
        return twin.get();
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public Finding attempt(FieldTarget target) {
        Email email = new Email("field-" + mark() + CANARIES.substring("field-%".length()));
        Details typed = Details.typed(
                "Canary", "Contact " + mark(), "1 Street " + mark(), mark(), "", mark().toUpperCase(Locale.ROOT));
        target.people().sweep(CANARIES);
        try {
            long since = target.people().rest().now();
            target.people().join(form(email, typed), email);
            return judge(target, since, email, typed);
        } catch (Refusal refused) {
            return new Finding.Unproved("The canary could not sign up: " + refused.code() + ".");
        } finally {
            target.people().sweep(CANARIES);
        }
    }

    private Finding judge(FieldTarget target, long since, Email email, Details typed) {
        Accounts accounts = target.people().accounts();
        CustomerId id = accounts.find(Kind.CUSTOMER, email)
                .flatMap(p -> accounts.acting(p.id(), Optional.empty()))
                .flatMap(Acting::membership)
                .map(Membership::customer)
                .orElseThrow(() -> Refusal.notFound("canary-gone", "The canary is gone."));
        Map<String, byte[]> kept = target.rest().of(id);
        int found = target.people().rows(since, traces(typed)).size();
        long inClear = target.rest().inClear();
        long foreign = kept.entrySet().stream()
                .filter(e -> !sealed(target, id, e.getKey(), e.getValue()))
                .count();
        Json.Obj measured = Json.object()
                .put("fields", kept.size())
                .put("rowsWithCanaryInClear", found)
                .put("olderRowsInClear", inClear)
                .put("notUnderTheCustomersKey", foreign)
                .put("cipher", foreign == 0 ? CIPHER : "none")
                .put("keys", target.vault().map(v -> kind(v).name()).orElse("none"))
                .build();
        if (found > 0 || inClear > 0) {
            return new Finding.Broken(measured, "A sensitive field lies in the database in clear.");
        }
        if (foreign > 0) {
            return new Finding.Broken(measured, "A sealed field is not under its own customer's key alone.");
        }
        if (target.promised()
                .get()
                .filter(p -> target.vault().map(v -> kind(v) != p).orElse(true))
                .isPresent()) {
            return new Finding.Broken(measured, "The keys are in another service than the policy says.");
        }
        boolean whole = accounts.customer(id)
                .filter(c -> c.readable() && c.details().equals(typed))
                .isPresent();
        return whole && kept.size() == FieldsAtRest.COLUMNS.size()
                ? new Finding.Kept(measured)
                : new Finding.Unproved("What the canary typed was not read back, so nothing was looked for.");
    }

    /// Whether it names one of the customer's keys, opens with it, and neither with another's nor for
    /// another row.
    private static boolean sealed(FieldTarget target, CustomerId id, String column, byte[] value) {
        if (target.vault().isEmpty()) {
            return false;
        }
        Vault vault = target.vault().get();
        KeyOwner owner = KeyOwner.of(id);
        try {
            KeyId key = Vault.keyOf(value);
            if (vault.keys(owner).stream().map(HeldKey::id).noneMatch(key::equals)) {
                return false;
            }
        } catch (IllegalStateException _) {
            return false;
        }
        String kind = "account.customer." + column;
        return opens(vault, owner, new Place(kind, id.value()), value)
                && !opens(vault, KeyOwner.PLATFORM, new Place(kind, id.value()), value)
                && !opens(vault, owner, new Place(kind, id.value() + "x"), value);
    }

    private static boolean opens(Vault vault, KeyOwner owner, Place place, byte[] value) {
        try {
            return vault.open(owner, place, value).length > 0;
        } catch (Refusal | IllegalStateException _) {
            return false;
        }
    }

    private static KeyService kind(Vault vault) {
        String name = vault.service();
        if (name.startsWith("transit")) {
            return KeyService.VAULT_TRANSIT;
        }
        return name.startsWith("aws") ? KeyService.AWS_KMS : KeyService.LOCAL_SEALED;
    }

    /// How each value would look in a row.
    private static List<String> traces(Details typed) {
        List<String> traces = new ArrayList<>();
        for (Optional<String> value :
                List.of(typed.contactName(), typed.address(), typed.postcode(), typed.vatNumber())) {
            value.ifPresent(v -> {
                traces.add(v);
                traces.add(HexFormat.of().formatHex(v.getBytes(StandardCharsets.UTF_8)));
            });
        }
        return traces;
    }

    private MultiValueMap<String, String> form(Email email, Details typed) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.add("email", email.value());
        form.add("password", HexFormat.of().formatHex(random(PASSWORD_BYTES)));
        form.add("company", typed.company().orElse(""));
        form.add("contact-name", typed.contactName().orElse(""));
        form.add("address", typed.address().orElse(""));
        form.add("postcode", typed.postcode().orElse(""));
        form.add("country", typed.country().orElse(""));
        form.add("vat-number", typed.vatNumber().orElse(""));
        return form;
    }

    private String mark() {
        return HexFormat.of().formatHex(random(NAME_BYTES));
    }

    private byte[] random(int count) {
        byte[] bytes = new byte[count];
        chance.nextBytes(bytes);
        return bytes;
    }
}
