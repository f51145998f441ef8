package casemate.control.export;

import casemate.base.Refusal;
import casemate.base.Secret;
import java.util.Optional;

/// What somebody wants a copy of, and how it is to be closed.
public final class ExportWish {
    private static final int LONGEST_PASSPHRASE = 200;
    /// Whoever gets the file can try as often as they like.
    private static final int SHORTEST_PASSPHRASE = 15;

    private final boolean instances;
    private final Optional<String> recipient;
    private final Optional<Secret> passphrase;

    private ExportWish(boolean instances, Optional<String> recipient, Optional<Secret> passphrase) {
        this.instances = instances;
        this.recipient = recipient;
        this.passphrase = passphrase;
    }

    /// Everything, in the clear.
    public static ExportWish all() {
        return new ExportWish(true, Optional.empty(), Optional.empty());
    }

    /// As somebody typed it; empty means none.
    ///
    /// @throws Refusal `export-two-locks`, `export-recipient-malformed`, `export-passphrase-short`,
    ///     `export-passphrase-long`
    public static ExportWish typed(boolean instances, String recipient, String passphrase) {
        String to = recipient.strip();
        if (!to.isEmpty() && !passphrase.isEmpty()) {
            throw Refusal.invalid("export-two-locks", "Give a recipient or a passphrase, not both.");
        }
        if (!to.isEmpty()) {
            AgeLock.check(to);
        }
        if (!passphrase.isEmpty() && passphrase.length() < SHORTEST_PASSPHRASE) {
            throw Refusal.invalid(
                    "export-passphrase-short", "The passphrase needs " + SHORTEST_PASSPHRASE + " characters or more.");
        }
        if (passphrase.length() > LONGEST_PASSPHRASE) {
            throw Refusal.invalid(
                    "export-passphrase-long", "The passphrase may have " + LONGEST_PASSPHRASE + " characters at most.");
        }
        return new ExportWish(
                instances,
                Optional.of(to).filter(t -> !t.isEmpty()),
                Optional.of(passphrase).filter(p -> !p.isEmpty()).map(Secret::of));
    }

    boolean instances() {
        return instances;
    }

    Optional<String> recipient() {
        return recipient;
    }

    Optional<Secret> passphrase() {
        return passphrase;
    }
}
