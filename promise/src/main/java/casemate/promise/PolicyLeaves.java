package casemate.promise;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the ledger is told of a policy.
public final class PolicyLeaves {
    private PolicyLeaves() {}

    /// A leaf per promise in the catalogue's order, then the one that puts them into force.
    public static List<Leaf> of(Policy policy, Instant inForce) {
        List<Leaf> leaves = new ArrayList<>(made(policy));
        leaves.add(new PolicyInForce(
                policy.hash(),
                policy.vendor(),
                List.copyOf(policy.languages()),
                policy.inOrder().stream().map(Entry::id).toList(),
                inForce));
        return List.copyOf(leaves);
    }

    /// A leaf per promise in the catalogue's order.
    public static List<PromiseMade> made(Policy policy) {
        return policy.inOrder().stream().map(e -> made(policy, e)).toList();
    }

    static PromiseMade made(Policy policy, Entry entry) {
        return new PromiseMade(
                policy.hash(),
                entry.id(),
                entry.promise().figures(),
                entry.said(),
                entry.proof(),
                entry.fresh(),
                entry.scope(),
                entry.variants().stream()
                        .map(v -> new PromiseMade.Variant(v.scope(), v.promise().figures(), entry.said(v)))
                        .toList());
    }
}
