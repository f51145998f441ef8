package casemate.control.deploy;

import casemate.vault.strongroom.Alarm;
import java.util.List;

/// The strongroom that this deployment fetched from.
public interface AlarmSource {
    /// The pin of its key: another strongroom counts anew.
    String strongroom();

    /// Those after a number, the oldest first, a bounded number of them; those of drills too.
    ///
    /// @throws casemate.base.Unavailable when it does not answer
    List<Alarm> after(long number);
}
