package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.agent.NeedsRoot;
import casemate.agent.site.SftpServer;
import casemate.agent.site.Site;
import casemate.base.FileTree;
import casemate.base.Secret;
import casemate.wire.SiteAccess;
import casemate.wire.SitePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sites that Debian's OpenSSH serves.
@NeedsRoot
class SftpSiteTest extends RemoteSiteContract {
    private SftpServer server;

    @BeforeAll
    void start(@TempDir Path keys) throws Exception {
        server = SftpServer.start(keys);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Override
    Spot spot() throws Exception {
        Path bytes = Files.createTempDirectory(directory, "sftp");
        return new Spot(server.place(bytes), server.access(), bytes);
    }

    @Test
    void an_account_that_may_only_add_refuses_to_remove_and_other_credentials_prune() throws Exception {
        Spot spot = spot();
        assertThat(refusesRemoval(spot.place(), server.appendOnly())).isTrue();
        Path trials = spot.bytes().resolve("casemate-check");
        assertThat(trials).isNotEmptyDirectory();
        FileTree.delete(trials);
        assertThat(refusesRemoval(spot.place(), server.appendOnlyAndPruning())).isTrue();
        assertThat(trials).as("the other credentials removed it").isEmptyDirectory();
        SiteAccess powerless = new SiteAccess(
                server.hostKey(),
                server.appendOnly().credentials(),
                server.appendOnly().credentials(),
                false);
        assertThat(refusal(spot.place(), powerless)).contains("may not remove");
        Site adding = Site.of(SitePlace.parse(spot.place()), server.appendOnly());
        BackupEngine engine = new ArchiveEngine();
        store(adding, engine, KEEP_FROM.minusSeconds(1));
        store(adding, engine, NOW);
        Repository repository = repository(adding, engine);
        assertThatThrownBy(() -> engine.prune(repository, KEEP_FROM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not allow that");
        assertThat(engine.list(repository)).hasSize(2);
        assertThat(engine.prune(repository(spot.site(), engine), KEEP_FROM)).isEqualTo(1);
        assertThat(engine.list(repository)).hasSize(1);
    }

    @Test
    void a_site_that_says_written_and_loses_the_end_is_found_out_at_once_and_the_next_run_heals() throws Exception {
        BackupEngine engine = new ArchiveEngine();
        String place = server.place(server.lost());
        Site lying = Site.of(SitePlace.parse(place), server.lossy());
        assertThatThrownBy(() -> store(lying, engine, KEEP_FROM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is damaged");
        assertThat(engine.list(repository(lying, engine))).isEmpty();
        Site mended = Site.of(SitePlace.parse(place), server.access());
        BackupEngine.Stored stored = store(mended, engine, NOW);
        comesBack(repository(mended, engine), engine, stored);
    }

    @Test
    void what_is_wrong_with_it_is_said_in_one_line() throws Exception {
        Spot spot = spot();
        SiteAccess good = server.access();
        String other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIC4zDnXPkgk5x1bqyrOlSr0tVpmgXDQ1Y0rTmTpWQ7b";
        assertThat(refusal(spot.place(), new SiteAccess(other, good.credentials(), Secret.of(""), false)))
                .contains("another host key");
        assertThat(refusal(spot.place(), new SiteAccess("", good.credentials(), Secret.of(""), false)))
                .contains("ssh-keyscan");
        assertThat(refusal(spot.place(), new SiteAccess(good.hostKeys(), Secret.of("x"), Secret.of(""), false)))
                .contains("private key");
        assertThat(refusal("sftp://root@127.0.0.1:" + SftpServer.freePort() + "//tmp/x", good))
                .contains("nobody answers");
        assertThat(refusal("sftp://root@no-such-host.invalid//tmp/x", good)).contains("no host of that name");
        try (Mounted disk = Mounted.at(spot.bytes(), "4k")) {
            assertThat(refusal(spot.place(), good)).contains("full");
            disk.remount("ro");
            assertThat(refusal(spot.place(), good)).contains("cannot be used");
        }
    }
}
