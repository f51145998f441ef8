package casemate.link;

import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Unavailable;
import casemate.wire.ReportDesk;
import casemate.wire.SnapshotFeed;
import java.io.IOException;

/// A node's end: asks the house and renews its own certificate. With the house away each ask throws [Unavailable], and
/// with the node removed a [Refusal] `node-unknown`; whoever asks goes on asking.
@SuppressWarnings("DoNotCallSuggester")
public final class NodeLink implements AutoCloseable {
    private NodeLink() {}

    /// Whether an identity lies there.
    public static boolean joined(NodeLinkConfig config) {
        return false;
    }

    /// Makes a key, shows the token to the house that it names and to no other, and keeps the identity that comes back.
    /// Killed at any time, it leaves a whole identity or none; then another token is needed.
    ///
    /// @param token as `casemate node add` printed it
    /// @throws Refusal `token-malformed`, `already-joined`, `other-house`, `link-protocol`, and what [House#join]
    ///     throws
    /// @throws Unavailable when the house does not answer
    public static void join(NodeLinkConfig config, HouseAddress house, Secret token, NodeFacts facts)
            throws IOException {
        if (!joined(config)) {
            throw new IOException("no house");
        }
    }

    /// Opens the identity that [#join] kept; needs no house.
    ///
    /// @throws Refusal `not-joined`, `node-identity-unreadable`
    public static NodeLink open(NodeLinkConfig config) throws IOException {
        if (!joined(config)) {
            throw new IOException("not joined");
        }
        return new NodeLink();
    }

    /// This node's name at the house, for reports.
    public String name() {
        return "";
    }

    /// The code of the region in which it stands by the operator's word.
    public String region() {
        return "";
    }

    /// Where the house is.
    public HouseAddress house() {
        throw new IllegalStateException();
    }

    /// Goes to the house at another address from now on, and after the next start.
    public void moved(HouseAddress house) throws IOException {}

    /// Says to the house what this node is: now, or as soon as it answers.
    public void here(NodeFacts facts) {}

    public SnapshotFeed orders() {
        throw new IllegalStateException();
    }

    public SnapshotFeed backups() {
        throw new IllegalStateException();
    }

    public SnapshotFeed standbys() {
        throw new IllegalStateException();
    }

    public ReportDesk reports() {
        throw new IllegalStateException();
    }

    public ReportDesk backupReports() {
        throw new IllegalStateException();
    }

    public ReportDesk standbyReports() {
        throw new IllegalStateException();
    }

    /// Whether volumes must be encrypted.
    ///
    /// @throws Unavailable with the house away
    public boolean encryptionPromised() {
        return true;
    }

    /// @return 32 bytes
    /// @throws Refusal when no order of this node's names the instance, and what the house refuses
    /// @throws Unavailable with the house away, or its key service
    public Secret volumeKey(InstanceId instance) {
        throw new IllegalStateException();
    }

    /// What the house says of itself; with the house away what it said last, which is kept on the disk.
    public HouseFacts facts() {
        throw new IllegalStateException();
    }

    @Override
    public void close() {}
}
