package casemate.vault;

import casemate.base.Secret;

/// A key for bulk data, such as a volume or a backup repository.
///
/// @param key for use now; never stored
/// @param sealed for keeping; [Vault#open] gives the key back
@SuppressWarnings("ArrayRecordComponent") // handed over once, compared nowhere
public record DataKey(Secret key, byte[] sealed) {}
