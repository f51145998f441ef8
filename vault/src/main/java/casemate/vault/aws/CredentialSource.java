package casemate.vault.aws;

import casemate.base.Unavailable;

/// Where credentials for AWS come from: a file, a strongroom, or the machine's own metadata service.
public interface CredentialSource {
    /// Those that are good now; asked for at each call, so that whoever renews them can change them.
    ///
    /// @throws Unavailable when there are none now
    AwsCredentials now();

    /// AWS says that they have run out: what was remembered of them is not used again.
    default void forget() {}
}
