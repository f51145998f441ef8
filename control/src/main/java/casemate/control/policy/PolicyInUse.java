package casemate.control.policy;

import casemate.promise.Policy;
import casemate.promise.PolicyFile;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The policy that this process works by: read again whenever another version is in force, by whichever replica.
final class PolicyInUse {
    /// How problems name the file that was handed in.
    private static final String FILE = "casemate.yaml";

    private record Parsed(long number, Policy policy) {}

    private final PolicyTable table;
    private final AtomicReference<Optional<Parsed>> parsed = new AtomicReference<>(Optional.empty());

    PolicyInUse(PolicyTable table) {
        this.table = table;
    }

    static Policy parse(byte[] yaml) {
        return PolicyFile.parse(FILE, yaml);
    }

    Optional<Policy> now() {
        return table.inForce().map(this::read);
    }

    private Policy read(PolicyVersion version) {
        Optional<Parsed> known = parsed.get().filter(p -> p.number() == version.number());
        return known.map(Parsed::policy).orElseGet(() -> {
            Policy policy = parse(table.yaml(version.number()));
            parsed.set(Optional.of(new Parsed(version.number(), policy)));
            return policy;
        });
    }
}
