package casemate.agent.volume;

import casemate.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Directories that the kernel encrypts, on a file system that knows fscrypt.
///
/// @param root on that file system
record KernelLocks(Path root, Fscrypt fscrypt) implements Locks {
    @Override
    public KeyName unlock(Secret key) throws IOException {
        return fscrypt.add(root, key);
    }

    @Override
    public boolean lock(KeyName key) throws IOException {
        return fscrypt.remove(root, key);
    }

    @Override
    public void abandon(KeyName key) {
        // Whoever has a file open keeps that file's key, and no other's.
    }

    @Override
    public boolean holds(KeyName key) throws IOException {
        return fscrypt.holds(root, key);
    }

    @Override
    public boolean stands(KeyName key) {
        return true;
    }

    @Override
    public void make(Path place, KeyName key) throws IOException {
        Files.createDirectories(place);
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
        fscrypt.encrypt(place, key);
    }

    @Override
    public void take(Path directory, Path place, KeyName key) throws IOException {
        Files.move(directory, place);
    }

    @Override
    public Optional<KeyName> key(Path path) throws IOException {
        return fscrypt.policy(path).map(Fscrypt.Policy::key);
    }

    @Override
    public Optional<String> mode(Path path) throws IOException {
        return fscrypt.policy(path)
                .filter(p -> p.contents() == Fscrypt.AES_256_XTS && p.names() == Fscrypt.AES_256_CTS)
                .map(_ -> "AES-256-XTS");
    }

    @Override
    public void collect() {
        // What is removed is gone, with or without its key.
    }

    /// The keys of everything in a directory, whatever an earlier agent left.
    List<KeyName> keys(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            List<Path> directories = all.filter(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                    .toList();
            List<KeyName> keys = new java.util.ArrayList<>();
            for (Path each : directories) {
                key(each).ifPresent(keys::add);
            }
            return keys;
        }
    }

    @Override
    public void close() {
        // The keys go with the file system, or stay locked.
    }
}
