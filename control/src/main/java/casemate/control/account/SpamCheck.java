package casemate.control.account;

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
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.util.MultiValueMap;

/// EDG-7: tells what machines send from what people send, by several weak signs together and one strong one. No single
/// sign that a person in a hurry, or one with a password manager, could give is enough to be refused.
final class SpamCheck {
    /// A field that people neither see nor reach; its name is one that machines fill in.
    static final String TRAP = "website";
    /// When the page was opened, sealed.
    static final String OPENED = "opened";

    /// From here on a form is refused.
    static final int REFUSED = 100;

    private static final int TRAPPED = 100;
    private static final int WITHOUT_PAGE = 60;
    private static final int AT_ONCE = 60;
    private static final int DISPOSABLE = 50;
    private static final int CROWD = 40;

    /// Two fields cannot be read and filled by hand in this time.
    static final Duration LEAST = Duration.ofSeconds(2);
    /// A page left open over night is opened anew.
    static final Duration LONGEST = Duration.ofHours(24);
    /// Of the whole platform: beyond it everything looks a little more like spam.
    private static final Limit ALL = new Limit("sign-up-all", 200, Duration.ofHours(1));

    /// Some that hand out mailboxes for minutes; not a full list, and never enough on its own.
    private static final Set<String> DISPOSABLE_DOMAINS = Set.of(
            "10minutemail.com",
            "guerrillamail.com",
            "mailinator.com",
            "maildrop.cc",
            "sharklasers.com",
            "temp-mail.org",
            "throwawaymail.com",
            "trashmail.com",
            "yopmail.com");

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int MAX_STAMP_CHARS = 80;

    private final boolean on;
    private final RateLimits limits;
    private final Clock clock;
    private final SecretKeySpec key;

    private SpamCheck(boolean on, RateLimits limits, SecureRandom chance, Clock clock) {
        this.on = on;
        this.limits = limits;
        this.clock = clock;
        byte[] bytes = new byte[KEY_BYTES];
        chance.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    static SpamCheck on(RateLimits limits, SecureRandom chance, Clock clock) {
        return new SpamCheck(true, limits, chance, clock);
    }

    /// The control switched off: for the twin and a lab only.
    static SpamCheck off(RateLimits limits, SecureRandom chance, Clock clock) {
        return new SpamCheck(false, limits, chance, clock);
    }

    /// What was found, and how much it weighs.
    ///
    /// @param signs for the record: words, nothing personal
    record Judgement(int score, List<String> signs) {
        boolean spam() {
            return score >= REFUSED;
        }
    }

    /// Goes into the page, and comes back with the form.
    String stamp() {
        String at = Long.toString(clock.instant().toEpochMilli());
        return at + "." + seal(at);
    }

    /// @param email as it was parsed
    Judgement judge(MultiValueMap<String, String> typed, Email email) {
        Map<String, Integer> signs = new LinkedHashMap<>();
        if (on) {
            if (!SignUpForm.text(typed, TRAP).isEmpty()) {
                signs.put("trap", TRAPPED);
            }
            age(SignUpForm.text(typed, OPENED), signs);
            String address = email.value();
            if (disposable(address.substring(address.lastIndexOf('@') + 1))) {
                signs.put("disposable", DISPOSABLE);
            }
            if (!limits.within(ALL, "")) {
                signs.put("crowd", CROWD);
            }
        }
        int score = signs.values().stream().mapToInt(Integer::intValue).sum();
        return new Judgement(score, List.copyOf(signs.keySet()));
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

    private static boolean disposable(String domain) {
        return DISPOSABLE_DOMAINS.stream().anyMatch(known -> domain.equals(known) || domain.endsWith("." + known));
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
