package casemate.control.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import casemate.base.UserId;
import casemate.control.passkey.Device.Says;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every lie that a device or a browser can tell, beside the truth that is believed.
class ForgedPasskeysTest {
    private static final UserId PERSON = new UserId("usr_01kaqzv0000000000000000000");
    private static final Party PORTAL = new Party("portal.casemate.localhost", "https://portal.casemate.localhost");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern BYTES =
            Pattern.compile("\"(clientDataJSON|authenticatorData|signature|rawId)\":\"([\\w-]+)\"");
    private static final int MUTATIONS = 200;

    private final Ceremonies ceremonies = new Ceremonies();
    private final Random chance = new Random(5);
    private final byte[] challenge = bytes();
    private final Device device = new Device(PORTAL);
    private final Stored stored = made(device);

    @Test
    void the_truth_is_believed() {
        assertThat(stored.passkey().alone()).isTrue();
        assertThat(stored.transports()).containsExactly("internal");
        assertThat(used(device.use(asked()), true)).isEqualTo(2);
        assertThat(used(device.use(asked()), true)).isEqualTo(3);
        assertThat(used(device.use(asked(), s -> s.flags(Device.PRESENT)), false))
                .isEqualTo(4);
    }

    @Test
    void every_forged_use_is_refused() {
        KeyPair stranger = Device.ec();
        Map<String, UnaryOperator<Says>> lies = new LinkedHashMap<>();
        lies.put("BadChallenge: another challenge", s -> s.challenge(Device.text(bytes())));
        lies.put("BadChallenge: a part of it", s -> s.challenge(Device.text(new byte[] {challenge[0]})));
        lies.put("BadOrigin: a look-alike", s -> s.origin("https://portal.casemate.localhost.evil.example"));
        lies.put("BadOrigin: a tenant beside us", s -> s.origin("https://wiki.casemate.localhost"));
        lies.put("BadOrigin: the operators' door", s -> s.origin("https://console.casemate.localhost"));
        lies.put("BadOrigin: without TLS", s -> s.origin("http://portal.casemate.localhost"));
        lies.put("BadOrigin: another port", s -> s.origin("https://portal.casemate.localhost:8443"));
        lies.put("BadRpId: the domain above", s -> s.party("casemate.localhost"));
        lies.put("BadRpId: a tenant's", s -> s.party("wiki.casemate.localhost"));
        lies.put("InconsistentClientDataType: a registration", s -> s.type("webauthn.create"));
        lies.put("InconsistentClientDataType: a payment", s -> s.type("payment.get"));
        lies.put("UserNotPresent: nobody there", s -> s.flags(Device.VERIFIED));
        lies.put("UserNotVerified: nobody checked", s -> s.flags(Device.PRESENT));
        lies.put("BadBackupEligibleFlag: another kind", s -> s.flags(Device.PRESENT | Device.VERIFIED | Device.SYNCED));
        lies.put("IllegalBackupState: copied, yet it cannot be", s -> s.flags(Device.PRESENT | Device.VERIFIED | 0x10));
        lies.put("MaliciousCounterValue: the same count", s -> s.count(1));
        lies.put("MaliciousCounterValue: none any more", s -> s.count(0));
        lies.put("NotAllowedCredentialId: another key's name", s -> s.credential(bytes()));
        lies.put("BadTopOrigin: in a frame", Says::framed);
        List<String> wrong = new ArrayList<>();
        lies.forEach((name, lie) -> expect(name, device.use(asked(), lie), wrong));
        expect("BadSignature: another key", device.use(asked(), UnaryOperator.identity(), stranger), wrong);
        assertThat(wrong).isEmpty();
        System.out.printf("passkeys: %d forged uses refused%n", lies.size() + 1);
    }

    @Test
    void every_forged_registration_is_refused() {
        Map<String, UnaryOperator<Says>> lies = new LinkedHashMap<>();
        lies.put("BadChallenge", s -> s.challenge(Device.text(bytes())));
        lies.put("BadOrigin", s -> s.origin("https://wiki.casemate.localhost"));
        lies.put("BadRpId", s -> s.party("casemate.localhost"));
        lies.put("InconsistentClientDataType", s -> s.type("webauthn.get"));
        lies.put("UserNotPresent", s -> s.flags(Device.HOLDS_KEY));
        lies.put("BadTopOrigin", Says::framed);
        lies.put("CredentialIdTooLong", s -> s.credential(new byte[1024]));
        List<String> wrong = new ArrayList<>();
        lies.forEach((name, lie) -> {
            Device other = new Device(PORTAL);
            Ceremonies.Offered offered = ceremonies.readMade(other.make(creation(), lie));
            why(name, catchThrowable(() -> ceremonies.made(offered, PORTAL, challenge)), wrong);
        });
        assertThat(wrong).isEmpty();
        System.out.printf("passkeys: %d forged registrations refused%n", lies.size());
    }

    @Test
    void no_byte_of_an_answer_can_be_another() {
        String honest = device.use(asked());
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            String forged = mutated(honest);
            Throwable thrown = catchThrowable(() -> used(forged, true));
            assertThat(thrown).as(forged).isInstanceOf(NotRight.class);
            refused++;
        }
        assertThat(used(honest, true)).isEqualTo(2);
        System.out.printf("passkeys: %d mutated answers refused%n", refused);
    }

    @Test
    void what_is_no_answer_at_all_is_malformed() {
        String honest = device.use(asked());
        List<String> nonsense = new ArrayList<>(List.of(
                "", " ", "null", "{}", "[]", "\"x\"", "0", "{\"id\":1}", "{\"response\":null}", "\u0000", "<script>"));
        nonsense.add("{\"a\":".repeat(3000));
        nonsense.add("[".repeat(10_000));
        nonsense.add("x".repeat(Ceremonies.MAX_ANSWER + 1));
        for (int i = 1; i < honest.length(); i += 7) {
            nonsense.add(honest.substring(0, i));
        }
        nonsense.add(honest.replaceAll("\"clientDataJSON\":\"[^\"]+\"", "\"clientDataJSON\":\"e30\""));
        nonsense.add(honest.replaceAll("\"authenticatorData\":\"[^\"]+\"", "\"authenticatorData\":\"AAAA\""));
        for (String each : nonsense) {
            assertThat(catchThrowable(() -> used(each, true))).as(each).isInstanceOf(NotRight.class);
            assertThat(catchThrowable(() -> ceremonies.made(ceremonies.readMade(each), PORTAL, challenge)))
                    .as(each)
                    .isInstanceOf(NotRight.class);
        }
        System.out.printf("passkeys: %d malformed answers refused%n", nonsense.size());
    }

    private void expect(String name, String answer, List<String> wrong) {
        why(name, catchThrowable(() -> used(answer, true)), wrong);
    }

    private static void why(String name, Throwable thrown, List<String> wrong) {
        String expected = name.replaceFirst(":.*", "");
        String found = thrown instanceof NotRight not ? not.why() : String.valueOf(thrown);
        if (!found.equals(expected)) {
            wrong.add(name + " was: " + found);
        }
    }

    private long used(String answer, boolean verified) {
        return ceremonies.used(ceremonies.readUsed(answer), PORTAL, challenge, stored, verified);
    }

    private String asked() {
        return ceremonies.request(PORTAL, challenge, List.of(stored), true, PATIENCE);
    }

    private String creation() {
        return ceremonies.creation(PORTAL, PERSON, "ann@example.org", challenge, List.of(), PATIENCE);
    }

    private Stored made(Device maker) {
        Ceremonies.Made made = ceremonies.made(ceremonies.readMade(maker.make(creation())), PORTAL, challenge);
        return new Stored(
                new Passkey("psk_1", PERSON, "key", made.alone(), made.synced(), Instant.EPOCH, Optional.empty()),
                made.credential(),
                made.key(),
                made.count(),
                made.transports());
    }

    /// One bit of one of the parts that are signed, or that sign.
    private String mutated(String honest) {
        Matcher parts = BYTES.matcher(honest);
        List<int[]> places = new ArrayList<>();
        while (parts.find()) {
            places.add(new int[] {parts.start(2), parts.end(2)});
        }
        int[] place = places.get(chance.nextInt(places.size()));
        byte[] decoded = Base64.getUrlDecoder().decode(honest.substring(place[0], place[1]));
        decoded[chance.nextInt(decoded.length)] ^= (byte) (1 << chance.nextInt(8));
        return honest.substring(0, place[0]) + Device.text(decoded) + honest.substring(place[1]);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[32];
        chance.nextBytes(bytes);
        return bytes;
    }
}
