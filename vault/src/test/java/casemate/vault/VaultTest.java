package casemate.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Unavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private static final byte[] MARKER = "12 Rue des Lilas".getBytes(StandardCharsets.UTF_8);
    private static final Place ADDRESS = new Place("account.customer.address", "1");

    private final SecureRandom chance = new SecureRandom();
    private Instant now = Instant.parse("2026-11-22T04:00:00Z");
    private final Clock clock = new Moved();

    @TempDir
    Path directory;

    private KeyOwner owner;
    private KeyOwner other;
    private Faulty service;
    private Vault vault;

    @BeforeEach
    void open() {
        Ids ids = new Ids(clock, chance);
        owner = KeyOwner.of(ids.customer());
        other = KeyOwner.of(ids.customer());
        service = new Faulty(LocalKeyService.open(directory.resolve("roots.json"), Unlocks.file('a'), chance, clock));
        vault = another();
    }

    @Test
    void what_is_sealed_opens_in_its_place_for_its_owner_alone() {
        byte[] sealed = vault.seal(owner, ADDRESS, MARKER);
        vault.admit(other);
        assertThat(vault.open(owner, ADDRESS, sealed)).isEqualTo(MARKER);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("Lilas");
        assertThatThrownBy(() -> vault.open(owner, new Place("account.customer.address", "2"), sealed))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> vault.open(owner, new Place("account.customer.company", "1"), sealed))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> vault.open(other, ADDRESS, sealed)).isInstanceOf(Refusal.class);
    }

    @Test
    void each_changed_bit_is_found_out() {
        byte[] sealed = vault.seal(owner, ADDRESS, MARKER);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> vault.open(owner, ADDRESS, changed))
                    .isInstanceOfAny(IllegalStateException.class, Refusal.class);
        }
        assertThatThrownBy(() -> vault.open(owner, ADDRESS, new byte[17])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void after_a_rotation_the_old_opens_and_is_outdated_and_the_new_is_not() {
        byte[] before = vault.seal(owner, ADDRESS, MARKER);
        KeyId fresh = vault.rotate(owner);
        byte[] after = vault.seal(owner, ADDRESS, MARKER);
        assertThat(vault.open(owner, ADDRESS, before)).isEqualTo(MARKER);
        assertThat(vault.outdated(owner, before)).isTrue();
        assertThat(vault.outdated(owner, after)).isFalse();
        assertThatThrownBy(() -> vault.drop(owner, fresh))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("key-in-use"));
    }

    @Test
    void a_key_in_the_middle_can_be_dropped_and_then_opens_nothing() {
        vault.admit(owner);
        KeyId middle = vault.rotate(owner);
        byte[] sealed = vault.seal(owner, ADDRESS, MARKER);
        vault.rotate(owner);
        vault.drop(owner, middle);
        assertThatThrownBy(() -> vault.open(owner, ADDRESS, sealed))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("key-unknown"));
    }

    @Test
    void a_destroyed_key_opens_nothing_here_or_in_another_process_and_never_comes_back() throws IOException {
        byte[] sealed = vault.seal(owner, ADDRESS, MARKER);
        Vault elsewhere = another();
        assertThat(elsewhere.open(owner, ADDRESS, sealed)).isEqualTo(MARKER);
        String file = Files.readString(file(owner));
        Destruction done = vault.destroy(owner);
        assertThat(done.keys()).hasSize(1);
        assertThat(file).contains(done.keys().getFirst().toString());
        assertRefused(() -> vault.open(owner, ADDRESS, sealed));
        assertRefused(() -> vault.seal(owner, ADDRESS, MARKER));
        assertRefused(() -> vault.rotate(owner));
        now = now.plus(OwnerKeys.LOOK_AGAIN).plusMillis(1);
        assertRefused(() -> elsewhere.open(owner, ADDRESS, sealed));
        now = now.plus(Duration.ofDays(1));
        assertThat(another().destroy(owner)).isEqualTo(done);
    }

    @Test
    void nothing_of_a_destroyed_key_is_left_in_the_file_that_held_it() throws IOException {
        vault.admit(owner);
        Path held = directory.resolve("seen-before");
        Files.createLink(held, file(owner));
        vault.destroy(owner);
        assertThat(Files.readAllBytes(held)).isNotEmpty().containsOnly(0);
        assertThat(Files.readString(file(owner))).contains("destroyedAt").doesNotContain("wrapped");
    }

    @Test
    void data_keys_are_kept_sealed_and_go_with_the_owner() {
        Place volume = new Place("volume", "ins_1");
        DataKey made = vault.makeDataKey(owner, volume);
        assertThat(made.key().length()).isEqualTo(32);
        assertThat(Secret.of(another().open(owner, volume, made.sealed()))).isEqualTo(made.key());
        vault.destroy(owner);
        assertRefused(() -> vault.open(owner, volume, made.sealed()));
    }

    @Test
    void a_blind_index_is_the_same_for_the_same_text_even_after_a_rotation_and_for_nothing_else() {
        byte[] text = "ada@customer.example".getBytes(StandardCharsets.UTF_8);
        byte[] index = vault.blindIndex(KeyOwner.PLATFORM, "account.person.email", text);
        vault.rotate(KeyOwner.PLATFORM);
        assertThat(another().blindIndex(KeyOwner.PLATFORM, "account.person.email", text))
                .isEqualTo(index);
        assertThat(vault.blindIndex(KeyOwner.PLATFORM, "account.customer.email", text))
                .isNotEqualTo(index);
        assertThat(vault.blindIndex(owner, "account.person.email", text)).isNotEqualTo(index);
        assertThat(vault.blindIndex(KeyOwner.PLATFORM, "account.person.email", MARKER))
                .isNotEqualTo(index);
    }

    @Test
    void while_the_key_service_is_down_what_is_in_use_goes_on_and_nothing_falls_back_to_clear_text() {
        byte[] sealed = vault.seal(owner, ADDRESS, MARKER);
        service.down = true;
        now = now.plus(Duration.ofHours(1));
        assertThat(vault.open(owner, ADDRESS, sealed)).isEqualTo(MARKER);
        assertThat(vault.open(owner, ADDRESS, vault.seal(owner, ADDRESS, MARKER)))
                .isEqualTo(MARKER);
        assertThatThrownBy(() -> another().open(owner, ADDRESS, sealed)).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> vault.seal(other, ADDRESS, MARKER)).isInstanceOf(Unavailable.class);
        service.down = false;
        assertThat(another().open(owner, ADDRESS, sealed)).isEqualTo(MARKER);
    }

    @Test
    void after_a_new_root_key_every_ring_is_wrapped_again_once() {
        byte[] mine = vault.seal(owner, ADDRESS, MARKER);
        vault.admit(other);
        assertThat(vault.wrapAgain()).isZero();
        service.rotate();
        assertThat(vault.wrapAgain()).isEqualTo(2);
        assertThat(vault.wrapAgain()).isZero();
        assertThat(another().open(owner, ADDRESS, mine)).isEqualTo(MARKER);
    }

    @Test
    void many_at_once_make_one_first_key_and_lose_no_rotation() throws Exception {
        int threads = 8;
        List<Callable<byte[]>> work = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            work.add(() -> vault.seal(owner, ADDRESS, MARKER));
            work.add(() -> {
                vault.rotate(owner);
                return vault.seal(owner, ADDRESS, MARKER);
            });
        }
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<byte[]> sealed : pool.invokeAll(work)) {
                assertThat(vault.open(owner, ADDRESS, sealed.get())).isEqualTo(MARKER);
            }
        }
        assertThat(new FileKeyring(directory.resolve("ring")).of(owner))
                .isInstanceOfSatisfying(
                        Ring.Held.class, r -> assertThat(r.keys()).hasSize(threads + 1));
    }

    @Test
    void a_damaged_or_foreign_ring_is_a_failure_and_never_a_new_key() throws IOException {
        vault.admit(owner);
        vault.admit(other);
        String mine = Files.readString(file(owner));
        for (String damage : List.of("", "{}", mine.substring(0, 40), Files.readString(file(other)))) {
            Files.writeString(file(owner), damage);
            assertThatThrownBy(() -> another().seal(owner, ADDRESS, MARKER)).isInstanceOf(IllegalStateException.class);
            assertThat(Files.readString(file(owner))).isEqualTo(damage);
        }
    }

    @Test
    void rings_do_not_hold_keys_in_the_clear_and_are_listed() throws IOException {
        vault.admit(KeyOwner.PLATFORM);
        vault.admit(owner);
        vault.destroy(other);
        FileKeyring ring = new FileKeyring(directory.resolve("ring"));
        assertThat(ring.owners()).containsExactlyInAnyOrder(KeyOwner.PLATFORM, owner);
        try (Stream<Path> files = Files.walk(directory.resolve("ring"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(3);
        }
        assertThatThrownBy(() -> new KeyOwner("../../etc/passwd")).isInstanceOf(Refusal.class);
        assertThat(KeyOwner.of(new CustomerId(owner.name()))).isEqualTo(owner);
    }

    @Test
    void key_ids_are_read_back_and_nothing_else_is() {
        KeyId id = KeyId.random(chance);
        assertThat(KeyId.parse(id.toString())).isEqualTo(id);
        for (String wrong : List.of("", "00", id + "0", "g".repeat(32))) {
            assertThatThrownBy(() -> KeyId.parse(wrong)).isInstanceOf(Refusal.class);
        }
    }

    private Vault another() {
        return new Vault(service, new FileKeyring(directory.resolve("ring")), chance, clock);
    }

    private Path file(KeyOwner of) {
        String name = of.name();
        return directory
                .resolve("ring")
                .resolve(name.substring(name.length() - 2))
                .resolve(name + ".json");
    }

    private static void assertRefused(Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("key-destroyed"));
    }

    private final class Moved extends Clock {
        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /// The real service, with a plug to pull.
    private static final class Faulty implements KeyService {
        private final KeyService real;
        private volatile boolean down;

        Faulty(KeyService real) {
            this.real = real;
        }

        private KeyService up() {
            if (down) {
                throw new Unavailable(
                        "The key service does not answer.", Duration.ofSeconds(1), new IOException("plug"));
            }
            return real;
        }

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public byte[] wrap(Secret key, byte[] bound) {
            return up().wrap(key, bound);
        }

        @Override
        public Secret unwrap(byte[] wrapped, byte[] bound) {
            return up().unwrap(wrapped, bound);
        }

        @Override
        public boolean made(byte[] wrapped) {
            return real.made(wrapped);
        }

        @Override
        public boolean outdated(byte[] wrapped) {
            return up().outdated(wrapped);
        }

        @Override
        public void rotate() {
            up().rotate();
        }
    }
}
