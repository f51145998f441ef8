package casemate.agent.site;

import casemate.base.Secret;
import casemate.testkit.ObjectStore;
import casemate.wire.SiteAccess;
import java.nio.file.Path;

/// An S3 server with what opens it.
public final class ObjectServer implements AutoCloseable {
    /// The build puts it there.
    private static final Path JAR = Path.of("target", "s3", "s3proxy.jar");

    private final ObjectStore store;

    private ObjectServer(ObjectStore store) {
        this.store = store;
    }

    /// @param directory for settings
    /// @param buckets holds a directory for each bucket
    public static ObjectServer start(Path directory, Path buckets) throws Exception {
        return new ObjectServer(ObjectStore.start(JAR, directory, buckets));
    }

    public String place(String bucket) {
        return store.place(bucket);
    }

    public SiteAccess access() {
        return access(ObjectStore.SECRET);
    }

    public SiteAccess access(String secret) {
        return new SiteAccess("", Secret.of(ObjectStore.credentials(secret)), Secret.of(""), false);
    }

    @Override
    public void close() {
        store.close();
    }
}
