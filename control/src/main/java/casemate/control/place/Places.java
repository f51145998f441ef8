package casemate.control.place;

import casemate.base.Refusal;
import casemate.control.loaded.Loaded;
import casemate.control.web.Language;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The door of this room: names the place of an address, as far as the operator's database knows it. A guess
/// for people; nothing is decided by it.
public final class Places {
    /// Longer names are somebody's joke, or an attack.
    private static final int MAX_NAME = 80;

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final Loaded<Reader> database;

    private Places(Loaded<Reader> database) {
        this.database = database;
    }

    static Places in(Optional<Path> file, Clock clock) {
        return new Places(new Loaded<>(file, Places::open, clock));
    }

    /// Such as `Gdańsk, Poland`; empty where nobody knows.
    public Optional<String> name(String address, Language language) {
        return database.get().flatMap(reader -> find(reader, address)).flatMap(found -> name(found, language));
    }

    /// The country by its two letters (ISO 3166), as the operator's database knows it.
    public Optional<String> country(String address) {
        return database.get()
                .flatMap(reader -> find(reader, address))
                .flatMap(found -> found.get("country") instanceof Map<?, ?> country
                                && country.get("iso_code") instanceof String code
                                && COUNTRIES.contains(code.toUpperCase(Locale.ROOT))
                        ? Optional.of(code.toUpperCase(Locale.ROOT))
                        : Optional.empty());
    }

    /// Takes a database in, in one step; the one in use goes on when this one is damaged.
    ///
    /// @throws Refusal `places-damaged`
    public static void load(Path source, Path target) throws IOException {
        if (!Files.isReadable(source)) {
            throw Refusal.invalid("places-damaged", "There is no readable file " + source + ".");
        }
        Files.createDirectories(target.toAbsolutePath().getParent());
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        try {
            Files.copy(source, fresh, StandardCopyOption.REPLACE_EXISTING);
            open(fresh).close();
            try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static Reader open(Path file) throws IOException {
        try {
            Reader reader = new Reader(file.toFile());
            // One look tells whether tree and data belong together.
            reader.get(InetAddress.ofLiteral("192.0.2.1"), Map.class);
            return reader;
        } catch (IOException | RuntimeException _) {
            throw Refusal.invalid(
                    "places-damaged", file.getFileName() + " is no database of places in MaxMind's format.");
        }
    }

    private static Optional<Map<?, ?>> find(Reader reader, String address) {
        try {
            return Optional.ofNullable(reader.get(InetAddress.ofLiteral(address), Map.class));
        } catch (IOException | RuntimeException _) {
            // An address of no form, or a damaged part of the database: nobody knows.
            return Optional.empty();
        }
    }

    private static Optional<String> name(Map<?, ?> found, Language language) {
        String name = Stream.of(local(found, "city", language), country(found, language))
                .flatMap(Optional::stream)
                .distinct()
                .collect(Collectors.joining(", "));
        return Optional.of(name).filter(n -> !n.isEmpty());
    }

    /// Countries have names in every language of ours; databases name them in some.
    private static Optional<String> country(Map<?, ?> found, Language language) {
        return found.get("country") instanceof Map<?, ?> country && country.get("iso_code") instanceof String code
                ? text(Locale.of("", code.toUpperCase(Locale.ROOT)).getDisplayCountry(language.locale()))
                : Optional.empty();
    }

    private static Optional<String> local(Map<?, ?> found, String what, Language language) {
        if (found.get(what) instanceof Map<?, ?> place && place.get("names") instanceof Map<?, ?> names) {
            Optional<String> own = text(names.get(language.code()));
            return own.isPresent() ? own : text(names.get("en"));
        }
        return Optional.empty();
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String text && !text.isBlank() && text.length() <= MAX_NAME
                ? Optional.of(text)
                : Optional.empty();
    }
}
