package casemate.promise;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;

/// The promises that a vendor makes, and so the platform's configuration: controls read their figures from the policy
/// in force.
///
/// @param hash SHA-256 of the file's bytes, in hexadecimal: the policy's name in the ledger
/// @param languages in which every sentence stands
/// @param offers names that scopes may use
/// @param regions that scopes may use
public record Policy(
        String hash,
        Vendor vendor,
        SequencedSet<Language> languages,
        SequencedSet<String> offers,
        SequencedSet<Region> regions,
        SortedMap<PromiseId, Entry> promises) {
    public Policy {
        LeafFields.policy(hash);
        languages = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(languages));
        offers = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(offers));
        regions = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(regions));
        promises = Collections.unmodifiableSortedMap(new TreeMap<>(promises));
        for (Map.Entry<PromiseId, Entry> e : promises.entrySet()) {
            if (!e.getKey().equals(e.getValue().id())) {
                throw new IllegalArgumentException(
                        e.getKey() + " holds " + e.getValue().id());
            }
        }
    }

    /// The entry of a promise, if this vendor makes it.
    public Optional<Entry> entry(PromiseId id) {
        return Optional.ofNullable(promises.get(id));
    }

    /// The figures that hold for all who have no variant: for controls of the whole platform.
    public <P extends Promise> Optional<P> find(Class<P> promise) {
        return entry(Catalogue.row(promise).id()).map(Entry::promise).map(promise::cast);
    }

    /// The figures that bind this customer; empty where the promise is not made, or not to them.
    public <P extends Promise> Optional<P> find(Class<P> promise, String offer, Region region) {
        return entry(Catalogue.row(promise).id())
                .filter(e -> e.scope().covers(offer, region))
                .map(e -> promise.cast(e.figures(offer, region)));
    }

    /// The promises in the catalogue's order.
    public List<Entry> inOrder() {
        return Catalogue.ids().stream().flatMap(id -> entry(id).stream()).toList();
    }
}
