package casemate.promise;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/// What each [Word] is called, from `words.<language>.properties` (UTF-8, `Cipher.aes-256 = AES-256`).
final class Words {
    private static final Map<Language, Properties> ALL = load();

    private Words() {}

    static String of(Word word, Language language) {
        String key = word.getClass().getSimpleName() + "." + word.key();
        String said = Objects.requireNonNull(ALL.get(language)).getProperty(key);
        return Objects.requireNonNull(said, () -> key + " is not said in " + language.code());
    }

    private static Map<Language, Properties> load() {
        Map<Language, Properties> all = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            all.put(language, load("words." + language.code() + ".properties"));
        }
        return all;
    }

    private static Properties load(String name) {
        try (InputStream in = Objects.requireNonNull(Words.class.getResourceAsStream(name), name)) {
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
