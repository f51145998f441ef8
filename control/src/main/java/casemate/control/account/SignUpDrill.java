package casemate.control.account;

import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.inventory.Column;
import casemate.control.inventory.Inventory;
import casemate.control.inventory.Personal;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/// ACC-1: becomes a customer, sending also what nobody asked for, and then looks at every row of every
/// table that was written meanwhile and speaks of the canary. What was promised must be there as it was
/// typed, and nothing else.
final class SignUpDrill implements Drill<SignUpTarget> {
    static final PromiseId PROMISE = new PromiseId("ACC-1");
    private static final DrillCard CARD = new DrillCard(
            PROMISE,
            "sign-up-keeps-the-least",
            new Cadence(Duration.ofHours(1), Duration.ofHours(6)),
            ProofKind.INSIDE_PROBE);

    /// Under these addresses nobody but this drill signs up.
    private static final String CANARIES = "least-%@drill" + Email.NOWHERE;

    /// What the promise lets be kept, in the inventory's words.
    private static final Set<String> PROMISED = Set.of("email", "password", "company", "contact", "postal", "vat");

    /// Without which no account works: numbers of our own making, the language of the letters, the letter
    /// with its link, and the record of the act by those numbers. Named in every finding.
    private static final Set<String> BESIDES = Set.of("number", "language", "letter", "link", "role", "act");

    /// A column that the inventory does not know.
    private static final Personal UNKNOWN = new Personal("unknown", "", "", "", false);

    private static final int NAME_BYTES = 8;
    private static final int PASSWORD_BYTES = 18;

    private final Supplier<SignUpTarget> real;
    private final Supplier<SignUpTarget> twin;
    private final Inventory inventory;
    private final SecureRandom chance;

    SignUpDrill(Supplier<SignUpTarget> real, Supplier<SignUpTarget> twin, Inventory inventory, SecureRandom chance) {
        this.real = real;
        this.twin = twin;
        this.inventory = inventory;
        this.chance = chance;
    }

    @Override
    public SignUpTarget real() {
        return real.get();
    }

    @Override
    public SignUpTarget sabotaged() {
        return twin.get();
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public Finding attempt(SignUpTarget target) {
        String mark = HexFormat.of().formatHex(random(NAME_BYTES));
        Email email = new Email("least-" + mark + CANARIES.substring("least-%".length()));
        target.sweep(CANARIES);
        try {
            long since = target.rest().now();
            target.join(form(mark, email), email);
            return judge(target, target.rows(since, marks(target, mark, email)), mark, email);
        } catch (Refusal refused) {
            return new Finding.Unproved("The canary could not sign up: " + refused.code() + ".");
        } finally {
            target.sweep(CANARIES);
        }
    }

    /// What a customer may say, and what nobody asked for.
    private MultiValueMap<String, String> form(String mark, Email email) {
        MultiValueMap<String, String> typed = new LinkedMultiValueMap<>();
        typed.add("email", email.value());
        typed.add("password", HexFormat.of().formatHex(random(PASSWORD_BYTES)));
        typed.add("company", "Canary " + mark);
        typed.add("contact-name", "Contact " + mark);
        typed.add("address", "1 Street " + mark);
        typed.add("postcode", "75001");
        typed.add("country", "FR");
        typed.add("vat-number", "");
        for (String field : unasked()) {
            typed.add(field, field + mark);
        }
        return typed;
    }

    private static List<String> unasked() {
        return List.of("phone", "birthday", "browser", "referrer", "staff-role", "id");
    }

    /// By what a row speaks of the canary. Its numbers are found in the rows that hold its address.
    private static List<String> marks(SignUpTarget target, String mark, Email email) {
        List<String> marks = new ArrayList<>(List.of(mark));
        target.accounts().find(Kind.CUSTOMER, email).ifPresent(p -> {
            marks.add(p.id().value());
            target.accounts()
                    .acting(p.id(), Optional.empty())
                    .flatMap(Acting::membership)
                    .ifPresent(m -> marks.add(m.customer().value()));
        });
        return marks;
    }

    private Finding judge(SignUpTarget target, List<PasswordsAtRest.Row> rows, String mark, Email email) {
        Map<String, Optional<Personal>> declared = new HashMap<>();
        inventory.fields().forEach(f -> declared.put(f.column().toString(), f.personal()));
        Set<String> kept = new TreeSet<>();
        Set<String> more = new TreeSet<>();
        for (PasswordsAtRest.Row row : rows) {
            row.values().forEach((name, value) -> {
                String column = new Column(row.schema(), row.table(), name).toString();
                Optional<Personal> personal = declared.getOrDefault(column, Optional.of(UNKNOWN));
                boolean unasked = unasked().stream().anyMatch(f -> value.contains(f + mark));
                if (unasked || !allowed(personal)) {
                    more.add(column);
                }
                personal.ifPresent(p -> kept.add(p.what()));
            });
        }
        Json.Obj measured = Json.object()
                .put("rows", rows.size())
                .put("kept", String.join(" ", kept))
                .put("columnsBeyond", String.join(" ", more))
                .build();
        if (!more.isEmpty()) {
            return new Finding.Broken(measured, "A sign-up filled a column that it does not need.");
        }
        return complete(target, rows, mark, email)
                ? new Finding.Kept(measured)
                : new Finding.Unproved(
                        "What the canary typed was not found as it was typed, so nothing was looked at.");
    }

    private static boolean allowed(Optional<Personal> personal) {
        return personal.isEmpty()
                || (personal.get().signUp()
                        && (PROMISED.contains(personal.get().what())
                                || BESIDES.contains(personal.get().what())));
    }

    /// Whether the rows hold what they must, which shows that the look was at the right ones. What is
    /// sealed there is read back by the door.
    private static boolean complete(SignUpTarget target, List<PasswordsAtRest.Row> rows, String mark, Email email) {
        return rows.stream()
                        .anyMatch(r -> r.table().equals("person")
                                && email.value().equals(r.values().get("email")))
                && rows.stream()
                        .filter(r -> r.table().equals("customer"))
                        .map(PasswordsAtRest.Row::values)
                        .anyMatch(v -> ("Canary " + mark).equals(v.get("company"))
                                && "FR".equals(v.get("country"))
                                && v.containsKey("contact_name_sealed")
                                && v.containsKey("address_sealed")
                                && v.containsKey("postcode_sealed")
                                && readBack(target, v.getOrDefault("id", ""), mark));
    }

    private static boolean readBack(SignUpTarget target, String customer, String mark) {
        return target.accounts()
                .customer(new CustomerId(customer))
                .map(Customer::details)
                .filter(
                        Details.typed("Canary " + mark, "Contact " + mark, "1 Street " + mark, "75001", "FR", "")
                                ::equals)
                .isPresent();
    }

    private byte[] random(int count) {
        byte[] bytes = new byte[count];
        chance.nextBytes(bytes);
        return bytes;
    }
}
