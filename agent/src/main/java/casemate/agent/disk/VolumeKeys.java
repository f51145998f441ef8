package casemate.agent.disk;

import casemate.base.InstanceId;
import casemate.base.Secret;

/// Whoever keeps the keys of volumes: control, and its vault. The agent asks at each start of a pod,
/// hands the key to the kernel and forgets it.
public interface VolumeKeys {
    /// Whether volumes must be encrypted: whether the policy promises CRY-1.
    boolean promised();

    /// The key of one instance's volume, the same every time; made at the first asking.
    ///
    /// @return 32 bytes
    /// @throws casemate.base.Refusal when there is no such instance, or its customer's key was
    ///     destroyed
    /// @throws casemate.base.Unavailable when the key service does not answer; running pods go on
    ///     without it
    Secret of(InstanceId instance);
}
