package casemate.control.payment;

import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.Secret;
import casemate.control.account.Email;
import casemate.control.role.CanaryBrowser;
import casemate.control.web.PostedForm;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// BIL-1: a canary customer sends a card number, drawn by chance, by every form that the portal has, in every field.
/// Then it is looked for in every row and every file written since; the policy of the page of payments must let forms
/// lead to the portal alone. What the canary sends besides must be found, or nothing was looked for.
final class CardDrill implements Drill<CardTarget> {
    private static final DrillCard CARD = new DrillCard(
            new PromiseId("BIL-1"),
            "card-numbers-never-here",
            new Cadence(Duration.ofHours(6), Duration.ofHours(25)),
            ProofKind.INSIDE_PROBE);
    private static final String DOMAIN = "@card-drill.invalid";
    /// Under these addresses nobody but this drill signs up (RFC 2606).
    private static final String CANARIES = "card-%" + DOMAIN;

    /// Fields that forms read as a whole and not by name, and those that whoever takes cards would have.
    private static final List<String> ALWAYS = List.of(
            "company",
            "contact-name",
            "address",
            "postcode",
            "country",
            "vat-number",
            "email",
            "name",
            "title",
            "note",
            "reason",
            "text",
            "number",
            "card",
            "cardnumber",
            "cc-number",
            "iban",
            "method",
            "offer",
            "rules",
            "label");

    /// Forms that only end the canary's own visit.
    private static final String ENDS = ".*/(sign-out|sign-in|sign-in/.*|password|password/.*)";

    private static final String HOME = "/account/payment";
    private static final int NAME_BYTES = 8;
    private static final int PASSWORD_BYTES = 18;
    private static final int DIGITS = 15;
    private static final int GROUP = 4;
    private static final int FINE = 200;
    private static final int UNPROCESSABLE = 422;
    /// More mean that the canary was thrown out again and again.
    private static final int MOST_SIGN_INS = 8;

    private static final int FEWEST_FORMS = 20;

    private final Supplier<CardTarget> real;
    private final Supplier<CardTarget> twin;
    private final SecureRandom chance;
    private final Clock clock;

    CardDrill(Supplier<CardTarget> real, Supplier<CardTarget> twin, SecureRandom chance, Clock clock) {
        this.real = real;
        this.twin = twin;
        this.chance = chance;
        this.clock = clock;
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public CardTarget real() {
        return real.get();
    }

    @Override
    public CardTarget sabotaged() {
        return twin.get();
    }

    @Override
    public Finding attempt(CardTarget target) {
        target.sweep(CANARIES);
        try {
            return judged(target);
        } finally {
            target.sweep(CANARIES);
        }
    }

    private Finding judged(CardTarget target) {
        long since = target.traces().now();
        Instant began = clock.instant();
        Email email = new Email("card-" + random(NAME_BYTES) + DOMAIN);
        Secret password = Secret.of(random(PASSWORD_BYTES));
        CustomerId canary = target.customer(email, password);
        CanaryBrowser browser = target.portal().get();
        browser.signIn(email, password);
        String mark = "Canary " + random(NAME_BYTES);
        String number = number();
        browser.send("POST", "/account", Map.of("company", mark));
        int signIns = 1;
        long turnedAway = 0;
        for (PostedForm form : forms(target)) {
            int status = browser.send("POST", form.address(_ -> "none"), filled(form, number))
                    .status();
            turnedAway += status == UNPROCESSABLE ? 1 : 0;
            if (browser.send("GET", HOME, Map.of()).status() != FINE) {
                if (++signIns > MOST_SIGN_INS) {
                    return new Finding.Unproved("The canary was thrown out again and again.");
                }
                browser.signIn(email, password);
            }
        }
        target.keeps().accept(canary, number);
        List<String> traces = List.of(number, grouped(number));
        long rows = target.traces().rows(since, traces);
        CardTraces.Found files = target.traces().files(target.directories(), began, traces);
        boolean searched = target.traces().rows(since, List.of(mark)) > 0;
        String policy = browser.policy(HOME);
        boolean closed = policy.contains("form-action 'self';") && policy.contains("script-src 'self';");
        Json.Obj measured = Json.object()
                .put("forms", forms(target).size())
                .put("formsThatTurnedItAway", turnedAway)
                .put("rowsThatHoldIt", rows)
                .put("filesLookedAt", files.looked())
                .put("filesThatHoldIt", files.holding())
                .put("formsMayLeadElsewhere", !closed)
                .build();
        if (rows > 0 || files.holding() > 0) {
            return new Finding.Broken(measured, "A card number that was typed into a form of the portal was kept.");
        }
        if (!closed) {
            return new Finding.Broken(measured, "The portal's pages may send forms to others, or run their scripts.");
        }
        return searched && forms(target).size() >= FEWEST_FORMS
                ? new Finding.Kept(measured)
                : new Finding.Unproved("What the canary sent besides was not found, so nothing was looked for.");
    }

    private static List<PostedForm> forms(CardTarget target) {
        return target.forms().stream().filter(f -> !f.path().matches(ENDS)).toList();
    }

    /// The number in each field, as it is printed in every second one.
    private static Map<String, String> filled(PostedForm form, String number) {
        Map<String, String> filled = new LinkedHashMap<>();
        form.fields().forEach(field -> filled.put(field, number));
        ALWAYS.forEach(field -> filled.putIfAbsent(field, filled.size() % 2 == 0 ? number : grouped(number)));
        return filled;
    }

    /// Sixteen digits with a right check digit; beyond chance, nobody's.
    private String number() {
        StringBuilder digits = new StringBuilder("4");
        while (digits.length() < DIGITS) {
            digits.append(chance.nextInt(10));
        }
        return digits.toString() + CardNumberRules.checkDigit(digits.toString());
    }

    private static String grouped(String number) {
        return number.replaceAll("(.{" + GROUP + "})(?=.)", "$1 ");
    }

    private String random(int count) {
        byte[] bytes = new byte[count];
        chance.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
