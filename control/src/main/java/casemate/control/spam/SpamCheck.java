package casemate.control.spam;

import casemate.control.web.RateLimits;
import casemate.control.web.RateLimits.Limit;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.util.MultiValueMap;

/// EDG-7: tells what machines send from what people send, by several weak signs together and one strong one. No single
/// sign that a person in a hurry, or one with a password manager, could give is enough to be refused.
public final class SpamCheck {
    /// A field that people neither see nor reach; its name is one that machines fill in.
    public static final String TRAP = "website";
    /// When the page was opened, sealed.
    public static final String OPENED = "opened";

    /// A domain of which the drill knows that it counts as one that hands out mailboxes; nobody has one there.
    public static final String DRILLS_THROWAWAY = "throwaway.drill.invalid";

    /// The sign of an address that no mail reaches.
    public static final String NO_MAIL = "no-mail";

    /// From here on a form is refused.
    static final int REFUSED = 100;

    private static final int TRAPPED = 100;
    private static final int WITHOUT_PAGE = 60;
    private static final int AT_ONCE = 60;
    private static final int DISPOSABLE = 50;
    private static final int LISTED = 100;
    private static final int MAIL_NOWHERE = 100;
    /// What the operator's own rspamd says; its softer doubts are not ours.
    private static final Map<String, Integer> RSPAMD = Map.of("reject", 100, "add header", 50, "rewrite subject", 50);
    private static final int CROWD = 40;

    /// Two fields cannot be read and filled by hand in this time.
    public static final Duration LEAST = Duration.ofSeconds(2);
    /// A page left open over night is opened anew.
    static final Duration LONGEST = Duration.ofHours(24);
    /// Of the whole platform: beyond it everything looks a little more like spam.
    private static final Limit ALL = new Limit("sign-up-all", 200, Duration.ofHours(1));

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int MAX_STAMP_CHARS = 80;

    /// What is asked beyond this form; nothing when the control is off.
    private record Advice(ThrowawayDomains throwaway, MailDomains mail, Optional<Rspamd> rspamd) {}

    private final Optional<Advice> advice;
    private final RateLimits limits;
    private final Clock clock;
    private final SecretKeySpec key;

    private SpamCheck(Optional<Advice> advice, RateLimits limits, SecureRandom chance, Clock clock) {
        this.advice = advice;
        this.limits = limits;
        this.clock = clock;
        byte[] bytes = new byte[KEY_BYTES];
        chance.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    static SpamCheck on(
            ThrowawayDomains throwaway,
            MailDomains mail,
            Optional<Rspamd> rspamd,
            RateLimits limits,
            SecureRandom chance,
            Clock clock) {
        return new SpamCheck(Optional.of(new Advice(throwaway, mail, rspamd)), limits, chance, clock);
    }

    /// The control switched off: for the twin and a lab only.
    public static SpamCheck off(RateLimits limits, SecureRandom chance, Clock clock) {
        return new SpamCheck(Optional.empty(), limits, chance, clock);
    }

    /// What was found, and how much it weighs.
    ///
    /// @param signs for the record: words, nothing personal
    public record Judgement(int score, List<String> signs) {
        public Judgement {
            signs = List.copyOf(signs);
        }

        public boolean spam() {
            return score >= REFUSED;
        }
    }

    /// Goes into the page, and comes back with the form.
    public String stamp() {
        String at = Long.toString(clock.instant().toEpochMilli());
        return at + "." + seal(at);
    }

    /// @param email an address as it was parsed
    /// @param from the visitor's address
    public Judgement judge(MultiValueMap<String, String> typed, String email, String from) {
        Map<String, Integer> signs = new LinkedHashMap<>();
        advice.ifPresent(asked -> look(asked, typed, email, from, signs));
        return new Judgement(score(signs), List.copyOf(signs.keySet()));
    }

    private void look(
            Advice asked, MultiValueMap<String, String> typed, String email, String from, Map<String, Integer> signs) {
        if (!text(typed, TRAP).isEmpty()) {
            signs.put("trap", TRAPPED);
        }
        age(text(typed, OPENED), signs);
        String domain = email.substring(email.lastIndexOf('@') + 1);
        if (asked.throwaway.listed(domain)) {
            signs.put("listed", LISTED);
        } else if (asked.throwaway.known(domain)) {
            signs.put("disposable", DISPOSABLE);
        }
        if (!limits.within(ALL, "")) {
            signs.put("crowd", CROWD);
        }
        // Others are asked only about what is not refused anyhow: nobody makes us ask them for nothing.
        if (score(signs) < REFUSED && asked.mail.nowhere(domain)) {
            signs.put(NO_MAIL, MAIL_NOWHERE);
        }
        if (score(signs) < REFUSED) {
            asked.rspamd
                    .flatMap(r -> r.action(FormLetter.of(typed, email, clock.instant()), from, email))
                    .map(RSPAMD::get)
                    .ifPresent(weight -> signs.put("rspamd", weight));
        }
    }

    private static int score(Map<String, Integer> signs) {
        return signs.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String text(MultiValueMap<String, String> typed, String field) {
        String value = typed.getFirst(field);
        return value == null ? "" : value;
    }

    private void age(String stamp, Map<String, Integer> signs) {
        int dot = stamp.indexOf('.');
        if (dot < 0 || stamp.length() > MAX_STAMP_CHARS || !sealed(stamp.substring(0, dot), stamp.substring(dot + 1))) {
            signs.put("without-page", WITHOUT_PAGE);
            return;
        }
        Instant opened = Instant.ofEpochMilli(Long.parseLong(stamp.substring(0, dot)));
        Duration age = Duration.between(opened, clock.instant());
        if (age.compareTo(LEAST) < 0) {
            signs.put("at-once", AT_ONCE);
        } else if (age.compareTo(LONGEST) > 0) {
            signs.put("without-page", WITHOUT_PAGE);
        }
    }

    private boolean sealed(String at, String seal) {
        return MessageDigest.isEqual(
                seal(at).getBytes(StandardCharsets.US_ASCII), seal.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String seal(String at) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] sealed = mac.doFinal(("sign-up " + at).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
