package casemate.waf.state;

import org.jspecify.annotations.Nullable;

/// Where the records of `IP`, `GLOBAL`, `SESSION`, `USER` and `RESOURCE` live between transactions. Used by many
/// threads at once.
///
/// There is no "load, change, write back": a transaction hands over each change as it is made, and the store applies it
/// to the newest record in one step ([StoredRecord#after]). So increments of transactions that run at the same time all
/// count, changes of different members do not overwrite one another, and a slow response does not hide what its request
/// has counted.
///
/// No method throws for trouble of its own, such as a full disk: rules go on with what is in memory.
public interface CollectionStore {
    /// The record, or null when there is none or it timed out.
    ///
    /// @param now in milliseconds since 1970
    @Nullable
    StoredRecord find(CollectionId id, long now);

    /// Applies the update in one step, and begins the record if there is none.
    ///
    /// @return the record after it, or null when a bound forbade it and nothing changed
    @Nullable
    StoredRecord update(CollectionId id, Update update);
}
