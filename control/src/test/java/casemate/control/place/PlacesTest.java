package casemate.control.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.control.web.Language;
import casemate.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
    @TempDir
    private Path directory;

    private final TestClock clock = TestClock.at("2026-11-22T08:00:00Z");

    @Test
    void a_place_is_named_in_the_readers_language_as_far_as_the_database_knows() throws IOException {
        Places.load(Files.write(directory.resolve("given"), PlaceFile.ofOne("198.51.100.0", "PL", "Gdańsk")), file());
        Places places = Places.in(Optional.of(file()), clock);
        assertThat(places.name("198.51.100.7", Language.EN)).contains("Gdańsk, Poland");
        assertThat(places.name("198.51.100.255", Language.FR)).contains("Gdańsk, Pologne");
        assertThat(places.name("198.51.101.1", Language.EN)).isEmpty();
        assertThat(places.name("2001:db8::1", Language.EN)).isEmpty();
        assertThat(places.name("unknown", Language.EN)).isEmpty();
    }

    @Test
    void without_a_database_nobody_knows_until_one_is_loaded() throws IOException {
        Places places = Places.in(Optional.of(file()), clock);
        assertThat(places.name("198.51.100.7", Language.EN)).isEmpty();
        Places.load(Files.write(directory.resolve("given"), PlaceFile.ofOne("198.51.100.0", "FR", "")), file());
        clock.advance(Duration.ofSeconds(11));
        assertThat(places.name("198.51.100.7", Language.EN)).contains("France");
    }

    @Test
    void a_damaged_database_is_refused_and_the_one_in_use_goes_on() throws IOException {
        byte[] whole = PlaceFile.ofOne("198.51.100.0", "FR", "Paris");
        Places.load(Files.write(directory.resolve("given"), whole), file());
        Places places = Places.in(Optional.of(file()), clock);
        assertThat(places.name("198.51.100.7", Language.EN)).contains("Paris, France");
        for (byte[] damaged : new byte[][] {
            {}, "<html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII), Arrays.copyOf(whole, 40)
        }) {
            Path given = Files.write(directory.resolve("given"), damaged);
            assertThatThrownBy(() -> Places.load(given, file())).isInstanceOf(Refusal.class);
        }
        assertThat(Files.readAllBytes(file())).isEqualTo(whole);
        clock.advance(Duration.ofSeconds(11));
        assertThat(places.name("198.51.100.7", Language.EN)).contains("Paris, France");
    }

    private Path file() {
        return directory.resolve("lists").resolve("places.mmdb");
    }
}
