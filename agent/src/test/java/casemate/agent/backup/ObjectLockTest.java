package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.NeedsRoot;
import casemate.agent.site.Site;
import casemate.agent.site.SiteTrial;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.wire.BackupPlace;
import casemate.wire.SiteAccess;
import casemate.wire.SitePlace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Copies in a bucket with object lock and a default retention. By hand, against a server that has it:
/// `-Dcasemate.objectlock.endpoint=http://127.0.0.1:5999`, with `casemate.objectlock.id` and
/// `casemate.objectlock.secret`
/// of an account that may make buckets. The owner's own requests are curl's.
@NeedsRoot
@EnabledIfSystemProperty(named = ObjectLockTest.ENDPOINT, matches = "http://127\\.0\\.0\\.1:[0-9]+")
class ObjectLockTest {
    static final String ENDPOINT = "casemate.objectlock.endpoint";

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final InstanceId INSTANCE = new InstanceId("ins_01kahzzzzzzzzzzzzzzzzzzzzz");
    private static final Pattern VERSION =
            Pattern.compile("<(Version|DeleteMarker)>(?:(?!</\\1>).)*</\\1>", Pattern.DOTALL);
    private static final String LOCK = """
            <ObjectLockConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><ObjectLockEnabled>Enabled\
            </ObjectLockEnabled><Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Days>33</Days></DefaultRetention></Rule>\
            </ObjectLockConfiguration>""";

    @TempDir
    private Path directory;

    private final String endpoint = System.getProperty(ENDPOINT, "");
    private final String id = System.getProperty("casemate.objectlock.id", "test");
    private final String secret = System.getProperty("casemate.objectlock.secret", "test");
    private final String bucket = "locked-" + UUID.randomUUID();
    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());

    /// What lies under a name, or hides it.
    private record Stored(boolean marker, String key, String version) {}

    @BeforeEach
    void bucket() throws Exception {
        assertThat(curl("PUT", "/" + bucket, "", "x-amz-bucket-object-lock-enabled: true")
                        .status())
                .isEqualTo(200);
        assertThat(curl("PUT", "/" + bucket + "?object-lock", LOCK).status()).isEqualTo(200);
        Path set = Files.createDirectories(directory.resolve("set/volume"));
        Files.writeString(set.resolve("file"), "content");
    }

    private String place() {
        return "s3:" + endpoint + "/" + bucket + "/copies";
    }

    private SiteAccess access() {
        String file = "aws_access_key_id = " + id + "\naws_secret_access_key = " + secret + "\nregion = us-east-1\n";
        return new SiteAccess("", Secret.of(file), Secret.of(""), false);
    }

    private Repository repository(BackupEngine engine) {
        byte[] key = new byte[Repository.KEY_BYTES];
        key[5] = 1;
        return Repository.at(Site.of(SitePlace.parse(place()), access()), engine, INSTANCE, Secret.of(key));
    }

    @Test
    void archives_stay_until_their_day_whoever_asks() throws Exception {
        stays(new ArchiveEngine());
    }

    private void stays(BackupEngine engine) throws Exception {
        assertThat(new SiteTrial().refusesRemoval(new BackupPlace("locked", place(), access())))
                .as("a name can be removed: only its versions stay")
                .isFalse();
        Repository repository = repository(engine);
        engine.store(repository, directory.resolve("set"), ids.make("bak"), NOW.minus(Duration.ofDays(31)));
        engine.store(repository, directory.resolve("set"), ids.make("bak"), NOW);
        List<Stored> written = stored().stream()
                .filter(s -> !s.marker() && !s.key().contains("/locks/"))
                .toList();
        assertThat(written).hasSizeGreaterThanOrEqualTo(4);
        for (Stored each : written) {
            assertThat(curl("DELETE", "/" + bucket + "/" + each.key() + "?versionId=" + each.version(), "")
                            .status())
                    .as("the owner's own request to remove " + each.key())
                    .isEqualTo(403);
        }
        assertThat(engine.prune(repository, NOW.minus(Duration.ofDays(30)))).isEqualTo(1);
        assertThat(engine.list(repository)).extracting(BackupEngine.Kept::copy).hasSize(1);
    }

    private List<Stored> stored() throws Exception {
        List<Stored> all = new ArrayList<>();
        String list = curl("GET", "/" + bucket + "?versions", "").body();
        for (MatchResult each : VERSION.matcher(list).results().toList()) {
            all.add(new Stored(
                    each.group(1).equals("DeleteMarker"), tag(each.group(), "Key"), tag(each.group(), "VersionId")));
        }
        return all;
    }

    private static String tag(String xml, String name) {
        int start = xml.indexOf("<" + name + ">") + name.length() + 2;
        return xml.substring(start, xml.indexOf("</" + name + ">"));
    }

    private record Answer(int status, String body) {}

    private Answer curl(String method, String path, String body, String... headers) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "curl", "--silent", "--show-error", "--request", method, "--aws-sigv4", "aws:amz:us-east-1:s3"));
        command.addAll(List.of("--user", id + ":" + secret, "--write-out", "\n%{http_code}"));
        for (String header : headers) {
            command.addAll(List.of("--header", header));
        }
        if (!body.isEmpty()) {
            byte[] digest = MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8));
            command.addAll(List.of(
                    "--header",
                    "Content-MD5: " + Base64.getEncoder().encodeToString(digest),
                    "--header",
                    "Content-Type: application/xml",
                    "--data-binary",
                    body));
        }
        command.add(endpoint + path);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        int end = said.lastIndexOf('\n');
        return new Answer(Integer.parseInt(said.substring(end + 1).strip()), said.substring(0, end));
    }
}
