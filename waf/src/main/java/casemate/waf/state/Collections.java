package casemate.waf.state;

import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The collections of one transaction, for one thread: `TX`, which lives and dies with it, the shared ones that rules
/// opened by `initcol`, `setsid`, `setuid` and `setrsc`, and what `setenv` set.
public final class Collections {
    /// What `SecCollectionTimeout` is when nobody sets it, in seconds.
    public static final long USUAL_TIMEOUT = 3600;

    private final CollectionStore store;
    private final InstantSource clock;
    private final String webAppId;
    private final long timeoutSeconds;
    private final TransactionCollection tx = new TransactionCollection();
    /// Most transactions open none.
    private @Nullable Map<Variable, StoredCollection> opened;

    private @Nullable TransactionCollection environment;
    private boolean overflowed;
    private Bytes sessionId = Bytes.EMPTY;
    private Bytes userId = Bytes.EMPTY;

    /// @param webAppId from `SecWebAppId`, which the records are told apart by
    /// @param timeoutSeconds from `SecCollectionTimeout`
    public Collections(CollectionStore store, InstantSource clock, String webAppId, long timeoutSeconds) {
        this.store = store;
        this.clock = clock;
        this.webAppId = webAppId;
        this.timeoutSeconds = timeoutSeconds;
    }

    /// Whether the variable is one of those that live here.
    public static boolean holds(Variable variable) {
        return switch (variable) {
            case TX, IP, GLOBAL, SESSION, USER, RESOURCE -> true;
            default -> false;
        };
    }

    public Collection tx() {
        return tx;
    }

    /// The collection of that variable, or null when no rule has opened it.
    public @Nullable Collection of(Variable variable) {
        if (variable == Variable.TX) {
            return tx;
        }
        return opened == null ? null : opened.get(variable);
    }

    /// What rules set by `setenv`, for `ENV`; never the environment of this process.
    public Collection environment() {
        if (environment == null) {
            environment = new TransactionCollection();
        }
        return environment;
    }

    /// Opens the record of that key; in place of another of the same kind. An empty key opens nothing: clients without
    /// a session do not share one.
    public void open(Variable kind, Bytes key) {
        if (key.isEmpty()) {
            return;
        }
        CollectionId id = new CollectionId(webAppId, kind, Keys.bounded(key));
        if (opened == null) {
            opened = new EnumMap<>(Variable.class);
        }
        StoredCollection open = opened.get(kind);
        if (open != null && open.id().equals(id)) {
            return;
        }
        overflowed |= open != null && open.overflowed();
        opened.put(kind, new StoredCollection(store, id, clock, timeoutSeconds));
        switch (kind) {
            case SESSION -> sessionId = key;
            case USER -> userId = key;
            default -> {}
        }
    }

    /// For `SESSIONID`.
    public Bytes sessionId() {
        return sessionId;
    }

    /// For `USERID`.
    public Bytes userId() {
        return userId;
    }

    /// Whether a bound forbade a change: a counter may be too low then, so the transaction must not pass.
    public boolean overflowed() {
        if (overflowed || tx.overflowed() || (environment != null && environment.overflowed())) {
            return true;
        }
        return opened != null && opened.values().stream().anyMatch(StoredCollection::overflowed);
    }
}
