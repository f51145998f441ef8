package casemate.link;

import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.wire.ReportDesk;
import casemate.wire.SnapshotFeed;
import java.util.Optional;

/// What stands behind the house's end of the link: control, by the assembly. Each method is called by many threads at
/// once; each may throw [Refusal], which the node gets as it stands, and [Unavailable]. The name in a call is that of
/// the node whose certificate asked, never one that it said.
public interface House {
    /// Uses a token up, and remembers the node. When this returns, the node is known, whatever happens then.
    ///
    /// @param token the part that the house's records know by its hash; not the prefix, see [HouseLink#tokenPrefix]
    /// @param key the fingerprint of the node's key, see [KnownNode]
    /// @throws Refusal `token-unknown`, `token-used`, `token-expired`
    Joined join(Secret token, String key, NodeFacts facts);

    /// Who has this key. Asked with every request and every few seconds, so it must be cheap; whoever is removed is
    /// refused from the next request on.
    ///
    /// @return empty for a key that nobody has, and for a node that was removed
    Optional<KnownNode> byKey(String key);

    /// @return empty for a name that nobody has, and for a node that was removed
    Optional<KnownNode> byName(String node);

    /// Takes what a node says of itself when its program starts. When this returns, [#byName] tells it.
    void here(String node, NodeFacts facts);

    SnapshotFeed orders(String node);

    SnapshotFeed backups(String node);

    SnapshotFeed standbys(String node);

    /// Takes a [casemate.wire.AgentReport] whose name is the node's, and whose addresses are the house's own
    /// ([FarPods]).
    ReportDesk reports(String node);

    /// Takes a [casemate.wire.BackupReport]; whoever takes it compares its name.
    ReportDesk backupReports(String node);

    /// Takes a [casemate.wire.ReplicaReport]; whoever takes it compares its name.
    ReportDesk standbyReports(String node);

    /// Whether volumes must be encrypted.
    boolean encryptionPromised();

    /// @return 32 bytes
    /// @throws Refusal also when no order of this node's names the instance
    Secret volumeKey(String node, InstanceId instance);

    HouseFacts facts();
}
