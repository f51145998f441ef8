package casemate.trust;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.ledger.Checkpoint;
import casemate.promise.ErasureCertificate;
import casemate.promise.Evidence;
import casemate.promise.HouseRestored;
import casemate.promise.Leaf;
import casemate.promise.PolicyInForce;
import casemate.promise.PromiseId;
import casemate.promise.PromiseMade;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads entries in their order and keeps what the page needs, in bounded memory. Used by one thread.
final class Book {
    /// Policies whose promises are known but which are not in force yet; past it the oldest is let go.
    private static final int MAX_PENDING = 8;
    /// What the page must understand, in whatever version: such an entry that cannot be read may be a red.
    private static final String[] OURS = {"casemate.promise.", "casemate.policy.", "casemate.evidence."};

    private final LinkedHashMap<String, Map<PromiseId, Made>> pending = new LinkedHashMap<>();
    private final Map<PromiseId, PromiseTrack> tracks = new HashMap<>();
    private @Nullable InForce inForce;
    private @Nullable String flaw;
    private @Nullable Instant last;
    private long promises;
    private long policies;
    private long evidence;
    private long others;

    private record Made(long index, PromiseMade leaf) {}

    private record InForce(long index, PolicyInForce leaf, Map<PromiseId, Made> made) {}

    void read(long index, byte[] entry) {
        Leaf leaf;
        try {
            leaf = Leaf.decode(entry);
        } catch (Refusal e) {
            others++;
            if (isOurs(entry)) {
                flaw = "entry " + index + ": " + e.text();
            }
            return;
        }
        switch (leaf) {
            case PromiseMade made -> promise(index, made);
            case PolicyInForce policy -> policy(index, policy);
            case Evidence found -> evidence(index, found);
            // Whoever reads the entries sees it; how promises stand does not change by it.
            case HouseRestored _, ErasureCertificate _ -> others++;
        }
    }

    /// What stands in the ledger up to here.
    Sight sight(Checkpoint checkpoint, List<String> witnesses) {
        if (flaw != null) {
            return new Sight.Blind(Sight.Cause.LEAF, flaw);
        }
        InForce policy = inForce;
        if (policy == null) {
            return new Sight.Blind(Sight.Cause.NOPOLICY, "the ledger holds no policy in force");
        }
        Map<PromiseId, Facts.Pledge> pledges = new LinkedHashMap<>();
        policy.made().forEach((id, made) -> pledges.put(id, new Facts.Pledge(made.index(), made.leaf(), told(id))));
        return new Sight.Clear(new Facts(
                checkpoint,
                witnesses,
                policy.index(),
                policy.leaf(),
                pledges,
                new Facts.Counts(promises, policies, evidence, others),
                Optional.ofNullable(last)));
    }

    private Told told(PromiseId id) {
        PromiseTrack track = tracks.get(id);
        return track == null ? Told.nothing() : track.told();
    }

    private void promise(long index, PromiseMade made) {
        promises++;
        pending.computeIfAbsent(made.policy(), _ -> new HashMap<>()).put(made.promise(), new Made(index, made));
        if (pending.size() > MAX_PENDING) {
            pending.pollFirstEntry();
        }
    }

    /// A policy takes effect with every promise that it names, or nothing is shown: half a policy is
    /// another policy.
    private void policy(long index, PolicyInForce policy) {
        policies++;
        Map<PromiseId, Made> known = pending.getOrDefault(policy.policy(), Map.of());
        Map<PromiseId, Made> made = new LinkedHashMap<>();
        for (PromiseId id : policy.promises()) {
            Made promise = known.get(id);
            if (promise == null) {
                flaw = "entry " + index + ": the policy names " + id + ", which was not published before it";
                return;
            }
            made.put(id, promise);
        }
        flaw = null;
        inForce = new InForce(index, policy, made);
    }

    private void evidence(long index, Evidence found) {
        evidence++;
        last = last == null || last.isBefore(found.finished()) ? found.finished() : last;
        tracks.computeIfAbsent(found.promise(), _ -> new PromiseTrack()).add(new Recorded(index, found));
    }

    private static boolean isOurs(byte[] entry) {
        try {
            String type = Json.parseObject(entry, entry.length).text("type");
            for (String prefix : OURS) {
                if (type.startsWith(prefix)) {
                    return true;
                }
            }
            return false;
        } catch (Refusal _) {
            return false;
        }
    }
}
