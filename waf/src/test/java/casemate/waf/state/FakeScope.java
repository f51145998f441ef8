package casemate.waf.state;

import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A transaction in which every value is put by the test, at a time that the test moves.
final class FakeScope implements Scope {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    final CollectionStore store;
    final Collections collections;
    private final Map<String, Bytes> values = new HashMap<>();

    FakeScope(CollectionStore store, InstantSource clock) {
        this.store = store;
        this.collections = new Collections(store, clock, "default", Collections.USUAL_TIMEOUT);
    }

    static FakeScope alone() {
        return new FakeScope(new MemoryCollectionStore(), InstantSource.fixed(NOON));
    }

    FakeScope put(Variable variable, String key, String value) {
        values.put(name(variable, key), Bytes.latin1(value));
        return this;
    }

    @Override
    public @Nullable Bytes first(Variable variable, String key) {
        return values.get(name(variable, key));
    }

    @Override
    public @Nullable Bytes firstMatching(Variable variable, String pattern) {
        return values.get(variable + " matching " + pattern);
    }

    FakeScope putMatching(Variable variable, String pattern, String value) {
        values.put(variable + " matching " + pattern, Bytes.latin1(value));
        return this;
    }

    @Override
    public Collections collections() {
        return collections;
    }

    private static String name(Variable variable, String key) {
        return variable + ":" + key.toLowerCase(Locale.ROOT);
    }
}
