package casemate.control.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Every sentence that people read, by language: `words/<room>.<language>.properties`. A key begins with
/// its room's name; `{0}` stands for the first argument.
public final class Words {
    /// The rooms that have words of their own.
    static final List<String> ROOMS = List.of(
            "web",
            "account",
            "signin",
            "factor",
            "passkey",
            "provider",
            "audit",
            "activity",
            "request",
            "export",
            "erasure",
            "mail",
            "offer",
            "invoice",
            "payment",
            "instance",
            "access",
            "domain",
            "issuer",
            "policy",
            "crypto",
            "deploy",
            "gateway",
            "ward",
            "backup",
            "replica",
            "restore",
            "token",
            "member",
            "node",
            "provision",
            "role",
            "step",
            "subscription",
            "inventory",
            "password",
            "reset");

    private final Map<Language, Map<String, String>> sentences = new EnumMap<>(Language.class);

    public Words() {
        for (Language language : Language.values()) {
            Map<String, String> all = new HashMap<>();
            ROOMS.forEach(room -> all.putAll(read(room, language)));
            sentences.put(language, Map.copyOf(all));
        }
    }

    /// The sentence under a key.
    public String say(Language language, String key, Object... arguments) {
        String sentence = find(language, key)
                .orElseThrow(() -> new IllegalStateException("no words for " + key + " in " + language));
        for (int i = 0; i < arguments.length; i++) {
            sentence = sentence.replace("{" + i + "}", String.valueOf(arguments[i]));
        }
        return sentence;
    }

    Optional<String> find(Language language, String key) {
        return Optional.ofNullable(all(language).get(key));
    }

    /// What a refusal says, from the words of the room that refuses.
    Optional<String> refusal(Language language, String code) {
        return ROOMS.stream()
                .flatMap(room -> find(language, room + ".refusal." + code).stream())
                .findFirst();
    }

    Map<String, String> all(Language language) {
        return sentences.getOrDefault(language, Map.of());
    }

    private static Map<String, String> read(String room, Language language) {
        String name = "/words/" + room + "." + language.code() + ".properties";
        try (@Nullable InputStream in = Words.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no words in " + name);
            }
            Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
            Properties properties = new Properties();
            properties.load(reader);
            Map<String, String> read = new HashMap<>();
            properties.stringPropertyNames().forEach(k -> read.put(k, properties.getProperty(k)));
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
