package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.NeedsRoot;
import casemate.agent.site.ObjectServer;
import casemate.wire.SiteAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sites that are buckets of an S3 server.
@NeedsRoot
class BucketSiteTest extends RemoteSiteContract {
    private ObjectServer server;
    private Path buckets = Path.of("");
    private int made;

    @BeforeAll
    void start(@TempDir Path own) throws Exception {
        buckets = Files.createDirectory(own.resolve("buckets"));
        server = ObjectServer.start(own, buckets);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Override
    Spot spot() throws Exception {
        String bucket = "bucket-" + made++;
        Path bytes = Files.createDirectory(buckets.resolve(bucket));
        return new Spot(server.place(bucket) + "/copies", server.access(), bytes);
    }

    @Test
    void what_is_wrong_with_it_is_said_in_one_line() throws Exception {
        Spot spot = spot();
        assertThat(refusal(spot.place(), server.access("wrong"))).contains("does not accept the credentials");
        assertThat(refusal(server.place("no-such-bucket"), server.access())).contains("no such bucket");
        assertThat(refusal(spot.place(), SiteAccess.NONE)).contains("aws_access_key_id");
    }
}
