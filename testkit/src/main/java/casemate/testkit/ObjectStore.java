package casemate.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// An S3 server (s3proxy) whose buckets are directories of this host.
public final class ObjectStore implements AutoCloseable {
    /// What it takes from who comes.
    public static final String SECRET = "only-for-tests";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int port;
    private final Process process;

    private ObjectStore(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /// @param jar where agent's build puts it
    /// @param directory for settings
    /// @param buckets holds a directory for each bucket
    public static ObjectStore start(Path jar, Path directory, Path buckets) throws IOException {
        int port = SshServer.freePort();
        Path settings = Files.writeString(directory.resolve("s3proxy.conf"), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=casemate
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.identity=none
                jclouds.credential=none
                jclouds.filesystem.basedir=%s
                """.formatted(port, SECRET, buckets));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-jar",
                        jar.toString(),
                        "--properties",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("s3proxy.log").toFile())
                .start();
        Eventually.until("an S3 server", PATIENCE, () -> SshServer.listens(port));
        return new ObjectStore(port, process);
    }

    /// As backup sites are written.
    public String place(String bucket) {
        return "s3:http://127.0.0.1:" + port + "/" + bucket;
    }

    /// As AWS's tools read them.
    public static String credentials(String secret) {
        return "aws_access_key_id = casemate\naws_secret_access_key = " + secret + "\n";
    }

    @Override
    public void close() {
        stop();
    }

    /// From now on nobody answers there.
    public void stop() {
        process.destroyForcibly().onExit().join();
    }
}
