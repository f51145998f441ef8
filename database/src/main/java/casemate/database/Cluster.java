package casemate.database;

import casemate.base.DurableFile;
import casemate.base.FileTree;
import casemate.base.Refusal;
import casemate.base.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The files of one database cluster and the password of its owner. A directory named `cluster` is complete: it is made
/// under another name and renamed.
final class Cluster {
    static final String OWNER = "casemate_owner";
    static final String PATH = PostgresSandbox.SPACE + "/cluster";

    private static final int MAJOR = 18;
    private static final int PASSWORD_BYTES = 32;

    /// An empty cluster takes 40 MB, its first write-ahead log as much again.
    private static final long ROOM_NEEDED = 256L << 20;

    private final PostgresSandbox sandbox;
    private final Path directory;
    private final Path keys;
    private final Path key;

    Cluster(PostgresSandbox sandbox, Path keys) {
        this.sandbox = sandbox;
        this.directory = sandbox.space().resolve("cluster");
        this.keys = keys;
        this.key = keys.resolve("postgres-owner");
    }

    /// Makes the cluster if there is none, and returns its owner's password, which lies in a file.
    Secret open() throws IOException {
        Secret password = password(Files.isDirectory(directory));
        openWith(password);
        return password;
    }

    /// Makes the cluster with this password if there is none.
    ///
    /// @return whether it was there, with whatever password it has
    boolean openWith(Secret password) throws IOException {
        if (Files.isDirectory(directory)) {
            checkVersion();
            return true;
        }
        checkRoom();
        make(password);
        return false;
    }

    /// What an earlier release left: the password lay in a file then.
    Optional<Secret> formerPassword() throws IOException {
        return Files.exists(key) ? Optional.of(Secret.of(Files.readString(key).strip())) : Optional.empty();
    }

    void forgetFormerPassword() throws IOException {
        Files.deleteIfExists(key);
    }

    /// Gives the owner a password while no server runs: whoever has the files could do as much.
    void reset(Secret password) throws IOException {
        single(PATH, password);
    }

    private void single(String path, Secret password) throws IOException {
        byte[] statement = (Roles.password(OWNER, password) + ";\n").getBytes(StandardCharsets.UTF_8);
        String said = Shell.run(sandbox.command("postgres", List.of("--single", "-D", path, "postgres")), statement);
        if (said.contains("ERROR:") || said.contains("FATAL:")) {
            throw new IOException("the owner's password could not be set");
        }
    }

    private void checkVersion() throws IOException {
        String version = Files.readString(directory.resolve("PG_VERSION")).strip();
        if (!version.equals(String.valueOf(MAJOR))) {
            throw Refusal.conflict(
                    "database-version",
                    "The database was written by PostgreSQL " + version + ", this release runs " + MAJOR
                            + "; start the release that wrote it.");
        }
    }

    private void checkRoom() throws IOException {
        long free = Files.getFileStore(sandbox.space()).getUsableSpace();
        if (free < ROOM_NEEDED) {
            throw Refusal.conflict(
                    "disk-full",
                    "The database needs " + (ROOM_NEEDED >> 20) + " MB of free disk, and " + (free >> 20)
                            + " MB are left at " + sandbox.space() + "; make room or choose another --data.");
        }
    }

    private Secret password(boolean clusterIsThere) throws IOException {
        if (Files.exists(key)) {
            return Secret.of(Files.readString(key).strip());
        }
        if (clusterIsThere) {
            throw Refusal.conflict(
                    "database-key-missing", "The database is there, its key " + key + " is not; put the key back.");
        }
        String text = random();
        Files.createDirectories(keys);
        DurableFile.write(key, text.getBytes(StandardCharsets.UTF_8));
        return Secret.of(text);
    }

    /// A password that nobody knows yet.
    static Secret fresh() {
        return Secret.of(random());
    }

    private static String random() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /// initdb reads a password from a file only, so it gets one that is good for nothing afterwards.
    private void make(Secret password) throws IOException {
        Path fresh = sandbox.space().resolve("cluster.new");
        Path passwordFile = sandbox.space().resolve("password");
        FileTree.delete(fresh);
        DurableFile.write(passwordFile, random().getBytes(StandardCharsets.UTF_8));
        sandbox.give(passwordFile);
        try {
            Shell.run(sandbox.command(
                    "initdb",
                    List.of(
                            "--pgdata=" + PostgresSandbox.SPACE + "/cluster.new",
                            "--username=" + OWNER,
                            "--pwfile=" + PostgresSandbox.SPACE + "/password",
                            "--auth=scram-sha-256",
                            "--data-checksums",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8")));
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        single(PostgresSandbox.SPACE + "/cluster.new", password);
        Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
        DurableFile.syncDirectory(sandbox.space());
    }
}
