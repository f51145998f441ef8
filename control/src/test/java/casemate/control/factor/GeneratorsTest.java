package casemate.control.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Ids;
import casemate.base.Refusal;
import casemate.base.SealingKey;
import casemate.base.Secret;
import casemate.base.UserId;
import casemate.control.Oathtool;
import casemate.control.RoomDatabase;
import casemate.control.field.ColumnSeal;
import casemate.control.field.Fields;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.vault.FileKeyring;
import casemate.vault.LocalKeyService;
import casemate.vault.Unlock;
import casemate.vault.Vault;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratorsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private final SecureRandom chance = new SecureRandom();
    private final Ids ids = new Ids(clock, chance);
    private RoomDatabase room;
    private Path keys;
    private Generators generators;

    @BeforeAll
    void open(@TempDir Path directory) {
        keys = directory;
        room = RoomDatabase.open(DATABASE);
        generators = with("sealing");
    }

    @AfterAll
    void close() {
        room.close();
    }

    @Test
    void codes_of_oathtool_by_time_are_accepted_once() {
        byte[] key = random();
        UserId person = person();
        generators.begin(person, Method.TOTP, Algorithm.SHA1, Secret.of(key), "phone");
        String now = Oathtool.say("--totp", Oathtool.at(clock.instant()), hex(key));
        assertThat(generators.accept(person, now, clock.instant()))
                .as("before it is confirmed")
                .isFalse();
        assertThat(generators.confirm(person, now, clock.instant())).isPresent();
        assertThat(generators.accept(person, now, clock.instant())).isFalse();
        clock.advance(CodeRules.STEP);
        String next = Oathtool.say("--totp", Oathtool.at(clock.instant()), hex(key));
        assertThat(generators.accept(person(), next, clock.instant()))
                .as("somebody else's")
                .isFalse();
        assertThat(generators.accept(person, next.substring(0, 3) + " " + next.substring(3), clock.instant()))
                .isTrue();
        assertThat(generators.accept(person, next, clock.instant())).isFalse();
    }

    @Test
    void codes_of_oathtool_by_count_are_accepted_once_and_bring_a_token_back_into_step() {
        byte[] key = random();
        UserId person = person();
        generators.begin(person, Method.HOTP, Algorithm.SHA1, Secret.of(key), "token");
        assertThat(generators.confirm(person, Oathtool.say("-c", "0", hex(key)), clock.instant()))
                .isPresent();
        String later = Oathtool.say("-c", "7", hex(key));
        assertThat(generators.accept(person, later, clock.instant())).isTrue();
        assertThat(generators.accept(person, later, clock.instant())).isFalse();
        assertThat(generators.accept(person, Oathtool.say("-c", "3", hex(key)), clock.instant()))
                .isFalse();
        String far = Oathtool.say("-c", "60", hex(key));
        assertThat(generators.accept(person, far, clock.instant())).isFalse();
        assertThat(generators.resynchronise(person, far, Oathtool.say("-c", "62", hex(key))))
                .isFalse();
        assertThat(generators.resynchronise(person, far, Oathtool.say("-c", "61", hex(key))))
                .isTrue();
        assertThat(generators.resynchronise(person, far, Oathtool.say("-c", "61", hex(key))))
                .isFalse();
        assertThat(generators.accept(person, Oathtool.say("-c", "62", hex(key)), clock.instant()))
                .isTrue();
    }

    @Test
    void one_code_typed_many_times_at_once_opens_once() throws Exception {
        byte[] key = random();
        UserId person = person();
        Generator generator = generators.begin(person, Method.HOTP, Algorithm.SHA1, Secret.of(key), "token");
        CodeRules rules = CodeRules.strict();
        generators.confirm(person, rules.code(Method.HOTP, Algorithm.SHA1, Secret.of(key), 0), clock.instant());
        String code = rules.code(generator.method(), generator.algorithm(), Secret.of(key), 1);
        Callable<Boolean> attempt = () -> generators.accept(person, code, clock.instant());
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            long opened = 0;
            for (var result :
                    all.invokeAll(Stream.generate(() -> attempt).limit(12).toList())) {
                opened += result.get() ? 1 : 0;
            }
            assertThat(opened).isEqualTo(1);
        }
    }

    @Test
    void a_secret_rests_sealed_and_opens_in_its_own_row_and_under_its_own_key_only() {
        byte[] key = random();
        UserId person = person();
        UserId other = person();
        generators.begin(person, Method.TOTP, Algorithm.SHA1, Secret.of(key), "phone");
        generators.begin(other, Method.TOTP, Algorithm.SHA1, Secret.of(random()), "phone");
        List<String> rows = room.jdbc()
                .sql("SELECT g::text FROM factor.generator g")
                .query((row, _) -> String.valueOf(row.getString(1)))
                .list();
        assertThat(rows).isNotEmpty().noneMatch(r -> r.contains(hex(key)) || r.contains(Base32.encode(key)));
        room.jdbc()
                .sql(
                        "UPDATE factor.generator SET sealed = (SELECT sealed FROM factor.generator WHERE person_id = ?) WHERE person_id = ?")
                .params(person.value(), other.value())
                .update();
        assertThatThrownBy(() -> generators.pending(other)).isInstanceOf(IllegalStateException.class);
        Generators strangers = with("another");
        assertThatThrownBy(strangers::check).isInstanceOf(Refusal.class).hasMessageContaining("sealing.key");
        room.jdbc()
                .sql("DELETE FROM factor.generator WHERE person_id = ?")
                .param(other.value())
                .update();
        generators.check();
    }

    @Test
    void a_person_has_so_many_and_no_more_and_what_was_begun_long_ago_is_begun_anew() {
        UserId person = person();
        CodeRules rules = CodeRules.strict();
        for (int i = 0; i < Generators.MOST; i++) {
            Secret key = Secret.of(random());
            generators.begin(person, Method.HOTP, Algorithm.SHA1, key, "token " + i);
            assertThat(generators.confirm(person, rules.code(Method.HOTP, Algorithm.SHA1, key, 0), clock.instant()))
                    .isPresent();
        }
        assertThatThrownBy(() -> generators.begin(person, Method.HOTP, Algorithm.SHA1, Secret.of(random()), "more"))
                .isInstanceOf(Refusal.class);
        UserId late = person();
        Secret key = Secret.of(random());
        generators.begin(late, Method.HOTP, Algorithm.SHA1, key, "token");
        clock.advance(Generators.PENDING);
        assertThat(generators.pending(late)).isEmpty();
        assertThat(generators.confirm(late, rules.code(Method.HOTP, Algorithm.SHA1, key, 0), clock.instant()))
                .isEmpty();
    }

    private Generators with(String name) {
        Unlock unlock = new Unlock.KeyFile(Secret.of(new byte[32]));
        LocalKeyService service = LocalKeyService.open(keys.resolve(name + ".json"), unlock, chance, clock);
        Vault vault = new Vault(service, new FileKeyring(keys.resolve(name)), chance, clock);
        SealingKey before = SealingKey.open(keys.resolve(name + ".key"), chance);
        ColumnSeal key =
                new ColumnSeal(Fields.of(vault), "factor.generator.secret", before, row -> "factor.generator/" + row);
        return new Generators(new GeneratorTable(room.jdbc(), "factor"), key, true, room.transaction(), ids, clock);
    }

    private UserId person() {
        UserId id = ids.user();
        room.jdbc()
                .sql(
                        "INSERT INTO account.person (id, email, verifier, language, created_at) VALUES (?, ?, '-', 'en', now())")
                .params(id.value(), id + "@example.org")
                .update();
        return id;
    }

    private byte[] random() {
        byte[] key = new byte[Algorithm.SHA1.keyBytes()];
        chance.nextBytes(key);
        return key;
    }

    private static String hex(byte[] key) {
        return HexFormat.of().formatHex(key);
    }
}
