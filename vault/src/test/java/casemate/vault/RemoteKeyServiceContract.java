package casemate.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Ids;
import casemate.base.Unavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every key service on another machine must do besides.
public abstract class RemoteKeyServiceContract extends KeyServiceContract {
    private static final Place PLACE = new Place("account.customer.address", "1");
    private static final byte[] TEXT = "12 Rue des Lilas".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom chance = new SecureRandom();

    @TempDir
    Path directory;

    /// From now on it does not work, or does again.
    protected abstract void down(boolean wanted);

    @Test
    void while_it_is_down_for_an_hour_keys_in_use_go_on_others_wait_and_nothing_is_sealed_without_it()
            throws IOException {
        Path ring = directory.resolve("ring");
        Ids ids = new Ids(Clock.systemUTC(), chance);
        KeyOwner there = KeyOwner.of(ids.customer());
        KeyOwner late = KeyOwner.of(ids.customer());
        KeyOwner fresh = KeyOwner.of(ids.customer());
        Vault vault = vault(ring, Clock.systemUTC());
        byte[] sealed = vault.seal(there, PLACE, TEXT);
        byte[] elsewhere = vault(ring, Clock.systemUTC()).seal(late, PLACE, TEXT);
        down(true);
        assertThat(vault.open(there, PLACE, sealed)).isEqualTo(TEXT);
        MovedClock clock = new MovedClock();
        Vault later = vault(ring, clock);
        down(false);
        assertThat(later.open(there, PLACE, sealed)).isEqualTo(TEXT);
        down(true);
        clock.advance(Duration.ofHours(1));
        assertThat(later.open(there, PLACE, sealed)).isEqualTo(TEXT);
        assertThat(later.open(there, PLACE, later.seal(there, PLACE, TEXT))).isEqualTo(TEXT);
        assertThatThrownBy(() -> later.open(late, PLACE, elsewhere)).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> later.seal(fresh, PLACE, TEXT)).isInstanceOf(Unavailable.class);
        assertThat(later.keys(fresh)).isEmpty();
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(f -> assertThat(Files.readString(f, StandardCharsets.ISO_8859_1))
                            .doesNotContain("Lilas"));
        }
        down(false);
        assertThat(later.open(late, PLACE, elsewhere)).isEqualTo(TEXT);
        assertThat(later.open(fresh, PLACE, later.seal(fresh, PLACE, TEXT))).isEqualTo(TEXT);
    }

    private Vault vault(Path ring, Clock clock) {
        return new Vault(service(), new FileKeyring(ring), chance, clock);
    }
}
