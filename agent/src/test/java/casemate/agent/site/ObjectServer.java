package casemate.agent.site;

import casemate.base.Secret;
import casemate.testkit.Eventually;
import casemate.wire.SiteAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// An S3 server (s3proxy) whose buckets are directories of this host.
public final class ObjectServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /// The build puts it there.
    private static final Path JAR = Path.of("target", "s3", "s3proxy.jar");

    private final int port;
    private final Process process;

    private ObjectServer(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /// @param directory for settings
    /// @param buckets holds a directory for each bucket
    public static ObjectServer start(Path directory, Path buckets) throws Exception {
        int port = SftpServer.freePort();
        Path settings = Files.writeString(directory.resolve("s3proxy.conf"), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=casemate
                s3proxy.credential=only-for-tests
                jclouds.provider=filesystem-nio2
                jclouds.identity=none
                jclouds.credential=none
                jclouds.filesystem.basedir=%s
                """.formatted(port, buckets));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-jar",
                        JAR.toString(),
                        "--properties",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("s3proxy.log").toFile())
                .start();
        Eventually.until("an S3 server", PATIENCE, () -> SftpServer.listens(port));
        return new ObjectServer(port, process);
    }

    public String place(String bucket) {
        return "s3:http://127.0.0.1:" + port + "/" + bucket;
    }

    public SiteAccess access() {
        return access("only-for-tests");
    }

    public SiteAccess access(String secret) {
        String text = "aws_access_key_id = casemate\naws_secret_access_key = " + secret + "\n";
        return new SiteAccess("", Secret.of(text), Secret.of(""), false);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
