package casemate.control.erasure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The steps of an erasure, in their order. Each may be done again after a crash.
public enum Step {
    /// The customer's instances stand still.
    STOP,
    /// Its key is destroyed: from here on nothing that was sealed is readable, wherever its bytes lie.
    KEY,
    /// Volumes with the databases in them, configuration, logs.
    SPACES,
    /// Backups and logs of databases, at every site.
    SITES,
    /// Rows in every room.
    ROWS,
    /// What was done is held against what is there.
    PROOF,
    /// The certificate is in the ledger.
    LEDGER,
    /// Those who looked after the account are told, and their addresses forgotten.
    LETTER,
    DONE;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Step read(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    static Step first(Of of) {
        return of == Of.CUSTOMER ? STOP : ROWS;
    }

    Step next() {
        return switch (this) {
            case STOP -> KEY;
            case KEY -> SPACES;
            case SPACES -> SITES;
            case SITES -> ROWS;
            case ROWS -> PROOF;
            case PROOF -> LEDGER;
            case LEDGER -> LETTER;
            case LETTER, DONE -> DONE;
        };
    }

    /// Those that an erasure of this kind has.
    public static List<Step> of(Of of) {
        return Arrays.stream(values())
                .filter(step -> step != DONE && step.compareTo(first(of)) >= 0)
                .toList();
    }
}
