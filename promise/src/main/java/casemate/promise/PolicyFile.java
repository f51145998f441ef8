package casemate.promise;

import casemate.base.Refusal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Reads a policy from its YAML file, strictly, and reports all that is wrong with it at once. `docs/formats/policy.md`
/// describes the file.
public final class PolicyFile {
    /// Ten times the longest policy that names every promise in three languages.
    public static final int MAX_BYTES = 1 << 20;

    private PolicyFile() {}

    /// @param name of the file, for messages
    /// @throws Refusal `policy-too-large` past [#MAX_BYTES]
    /// @throws PolicyProblems with everything that is wrong
    public static Policy parse(String name, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new Refusal(
                    Refusal.Kind.TOO_LARGE,
                    "policy-too-large",
                    name + " has " + bytes.length + " bytes; a policy has at most " + MAX_BYTES
                            + ": check that this is the right file.");
        }
        ProblemList problems = new ProblemList(name);
        Optional<Policy> policy =
                YamlReader.read(bytes, problems).flatMap(root -> new PolicyReader(problems).read(root, sha256(bytes)));
        problems.throwIfAny();
        return policy.orElseThrow(() -> new IllegalStateException("no policy and no problem"));
    }

    /// The policy's name in the ledger.
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
