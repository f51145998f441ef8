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

    /// Makes the cluster if there is none, and returns its owner's password.
    Secret open() throws IOException {
        boolean there = Files.isDirectory(directory);
        Secret password = password(there);
        if (there) {
            checkVersion();
        } else {
            checkRoom();
            make(password);
        }
        return password;
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
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Files.createDirectories(keys);
        DurableFile.write(key, text.getBytes(StandardCharsets.UTF_8));
        return Secret.of(text);
    }

    private void make(Secret password) throws IOException {
        Path fresh = sandbox.space().resolve("cluster.new");
        Path passwordFile = sandbox.space().resolve("password");
        FileTree.delete(fresh);
        DurableFile.write(passwordFile, password.reveal());
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
        Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
        DurableFile.syncDirectory(sandbox.space());
    }
}
