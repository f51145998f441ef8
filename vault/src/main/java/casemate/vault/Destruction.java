package casemate.vault;

import java.time.Instant;
import java.util.List;

/// An owner's keys are gone. The record of it, for the ledger: it names keys, and holds none.
public record Destruction(KeyOwner owner, List<KeyId> keys, Instant at) {
    public Destruction {
        keys = List.copyOf(keys);
    }
}
