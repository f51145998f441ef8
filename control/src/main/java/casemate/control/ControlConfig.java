package casemate.control;

import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.mail.SmtpRelay;
import casemate.control.web.EdgePlace;
import casemate.control.web.Language;
import casemate.ledger.Ledger;
import casemate.promise.PromiseId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All that control is told from outside; nothing else is read from files or the environment.
///
/// @param jdbcUrl the database `casemate`
/// @param owner the role that runs migrations; its connection is closed once they are done
/// @param runtime the role that the running program uses; what it may do is granted by the migrations
/// @param domain such as `casemate.localhost`; the portal is `portal.DOMAIN`, the console `console.DOMAIN`
/// @param edge where it answers, for links and the host's packet filter
/// @param port on the loopback address; 0 takes a free one
/// @param keys directory of keys that only this program's user may read
/// @param apiToken what callers of `/api/v1` present; kept hashed
/// @param languages that customers may choose, the first is the default
/// @param relay where mail goes; empty shows it in the console instead
/// @param ledger the open log, where evidence goes
/// @param outside what may be asked beyond this machine
/// @param switchedOff controls that are off, in a lab only, so that their drills can be seen to turn red
public record ControlConfig(
        String jdbcUrl,
        DatabaseLogin owner,
        DatabaseLogin runtime,
        String domain,
        EdgePlace edge,
        int port,
        Path keys,
        Secret apiToken,
        List<Language> languages,
        Optional<SmtpRelay> relay,
        Ledger ledger,
        Outside outside,
        Set<PromiseId> switchedOff,
        Clock clock) {
    /// With nothing outside.
    public ControlConfig(
            String jdbcUrl,
            DatabaseLogin owner,
            DatabaseLogin runtime,
            String domain,
            EdgePlace edge,
            int port,
            Path keys,
            Secret apiToken,
            List<Language> languages,
            Optional<SmtpRelay> relay,
            Ledger ledger,
            Set<PromiseId> switchedOff,
            Clock clock) {
        this(
                jdbcUrl,
                owner,
                runtime,
                domain,
                edge,
                port,
                keys,
                apiToken,
                languages,
                relay,
                ledger,
                Outside.NOTHING,
                switchedOff,
                clock);
    }

    public ControlConfig {
        languages = List.copyOf(languages);
        switchedOff = Set.copyOf(switchedOff);
        if (languages.isEmpty()) {
            throw Refusal.invalid("languages-missing", "Name at least one language for the portal.");
        }
    }
}
