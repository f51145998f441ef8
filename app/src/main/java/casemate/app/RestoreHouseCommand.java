package casemate.app;

import casemate.app.house.HouseRestore;
import casemate.app.house.RecoveryKey;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.wire.SiteAccess;
import casemate.wire.SitePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate restore-house SITE`: the platform back from a site and the recovery key, on an empty machine.
@Command(
        name = "restore-house",
        mixinStandardHelpOptions = true,
        description = {
            "Brings a lost house back from one of its backup sites; docs/runbooks/restore-house.md goes through it.",
            "The next casemate up on the directory starts it, and brings its instances back from their own backups."
        })
final class RestoreHouseCommand implements Callable<Integer> {
    private static final Pattern REMOTE = Pattern.compile("(?:sftp|s3):");

    @Parameters(
            index = "0",
            paramLabel = "SITE",
            description =
                    "Where house/ lies: a directory, sftp://user@host:port/path or s3:https://host/bucket/prefix.")
    private String site = "";

    @Option(
            names = "--recovery-key",
            paramLabel = "FILE",
            required = true,
            description = "Made at the house's first start, and taken away; or what casemate recovery join wrote.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path key;

    @Option(
            names = "--credentials",
            paramLabel = "FILE",
            description = "What opens a site beyond this host, as for casemate site add.")
    private @Nullable Path credentials;

    @Option(names = "--host-keys", paramLabel = "FILE", description = "What ssh-keyscan prints, compared (SFTP).")
    private @Nullable Path hostKeys;

    @Option(names = "--backup", paramLabel = "MOMENT", description = "Which copy; usual: the newest.")
    private @Nullable String backup;

    @Option(names = "--list", description = "List the copies and restore none.")
    private boolean list;

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    RestoreHouseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        HouseRestore restore = open(RecoveryKey.read(key));
        if (list) {
            restore.copies().forEach(copy -> surroundings.out().println(copy.name() + "  " + copy.sentence()));
            return CommandLines.DONE;
        }
        Preconditions.root("restore-house");
        Path directory = data.path(surroundings.environment());
        Preconditions.room(directory);
        HouseRestore.Restored restored = restore.into(
                directory, Optional.ofNullable(backup), Clock.systemUTC().instant());
        say(restored, directory);
        return CommandLines.DONE;
    }

    private HouseRestore open(RecoveryKey recovery) throws IOException, InterruptedException {
        if (!REMOTE.matcher(site).lookingAt()) {
            Path directory = Path.of(site);
            if (!Files.isDirectory(directory)) {
                throw Refusal.invalid("site-missing", site + " is no directory; name the site that holds house/.");
            }
            return HouseRestore.from(directory, recovery);
        }
        SitePlace place = SitePlace.parse(site);
        SiteAccess access = new SiteAccess(
                SiteFiles.hostKeys(Optional.ofNullable(hostKeys)),
                Secret.of(SiteFiles.secret(Optional.ofNullable(credentials))),
                Secret.of(""),
                false);
        Preconditions.root("restore-house");
        try {
            return HouseRestore.from(place, access, recovery);
        } catch (IOException e) {
            throw Refusal.conflict("site-unusable", "The site cannot be used: " + e.getMessage());
        }
    }

    private void say(HouseRestore.Restored restored, Path directory) {
        var out = surroundings.out();
        out.println("restored " + directory + " as it was at " + restored.copy().at() + ": ledger of "
                + restored.copy().ledgerSize() + " entries, " + restored.instances() + " instances to bring back");
        if (restored.erased() > 0) {
            out.println(restored.erased() + " customers were erased since, and stay erased");
        }
        out.println("Before you start it:");
        out.println("  - make sure that the old house cannot start again: two of them would fork the ledger;");
        out.println("  - what anybody saw of the ledger beyond entry "
                + restored.copy().ledgerSize()
                + " is lost, and a witness that saw it will refuse the restored one: tell them.");
        out.println("Then: ./casemate up --data " + directory + " --domain "
                + restored.copy().domain());
    }
}
