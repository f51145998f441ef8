package casemate.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Ids;
import casemate.base.Secret;
import casemate.base.Unavailable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovedKeyServiceTest {
    private static final Place PLACE = new Place("account.customer.address", "1");
    private static final byte[] TEXT = "12 Rue des Lilas".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom chance = new SecureRandom();
    private final Clock clock = Clock.systemUTC();

    @TempDir
    Path directory;

    private TransitStandIn engine;

    @BeforeEach
    void open() throws IOException {
        engine = new TransitStandIn("s.secret");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void what_the_file_wrapped_opens_on_the_way_and_is_the_engines_alone_in_the_end() {
        LocalKeyService file = LocalKeyService.open(directory.resolve("roots.json"), Unlocks.file('a'), chance, clock);
        KeyOwner owner = KeyOwner.of(new Ids(clock, chance).customer());
        byte[] sealed = over(file).seal(owner, PLACE, TEXT);
        Vault moving = over(new MovedKeyService(transit(), file));
        assertThat(moving.open(owner, PLACE, sealed)).isEqualTo(TEXT);
        assertThat(moving.wrapAgain()).isEqualTo(1);
        assertThat(moving.wrapAgain()).isZero();
        assertThat(over(transit()).open(owner, PLACE, sealed)).isEqualTo(TEXT);
        assertThatThrownBy(() -> over(file).open(owner, PLACE, sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_engine_that_is_down_leaves_everything_as_it_was() {
        LocalKeyService file = LocalKeyService.open(directory.resolve("roots.json"), Unlocks.file('a'), chance, clock);
        KeyOwner owner = KeyOwner.of(new Ids(clock, chance).customer());
        byte[] sealed = over(file).seal(owner, PLACE, TEXT);
        engine.answerWith(503);
        Vault moving = over(new MovedKeyService(transit(), file));
        assertThatThrownBy(moving::wrapAgain).isInstanceOf(Unavailable.class);
        assertThat(moving.open(owner, PLACE, sealed)).isEqualTo(TEXT);
        assertThat(over(file).open(owner, PLACE, sealed)).isEqualTo(TEXT);
    }

    private Vault over(KeyService service) {
        return new Vault(service, new FileKeyring(directory.resolve("ring")), chance, clock);
    }

    private TransitKeyService transit() {
        return new TransitKeyService(
                HttpClient.newBuilder(), engine.address(), "casemate", () -> Secret.of("s.secret"));
    }
}
