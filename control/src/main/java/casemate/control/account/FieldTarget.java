package casemate.control.account;

import casemate.promise.CryptographyPromise.KeyService;
import casemate.promise.Target;
import casemate.vault.Vault;
import java.util.Optional;
import java.util.function.Supplier;

/// A place where strangers become customers, and where what is sensitive of them lies.
///
/// @param vault what seals there; empty where nothing does
/// @param promised by the policy in force, where the keys are
record FieldTarget(
        SignUpTarget people, FieldsAtRest rest, Optional<Vault> vault, Supplier<Optional<KeyService>> promised)
        implements Target {
    @Override
    public void close() {
        people.close();
    }
}
