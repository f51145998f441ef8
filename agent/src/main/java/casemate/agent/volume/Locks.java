package casemate.agent.volume;

import casemate.base.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// How this host brings directories under keys and takes the keys away again.
///
/// A *place* is an entry of `volumes`, `logs` or `stage`: what is made, moved by renaming it and removed as a whole
/// ([Place]).
sealed interface Locks permits KernelLocks, Gocryptfs {
    /// What is under this key can be read from now on.
    ///
    /// @param key 32 bytes; not kept
    /// @return what the key is called: made of it, and says nothing about it
    KeyName unlock(Secret key) throws IOException;

    /// What is under this key cannot be read any more.
    ///
    /// @return whether nothing is left of it; while files are still open, this is to be called again
    boolean lock(KeyName key) throws IOException, InterruptedException;

    /// Ends waiting for files that stay open.
    void abandon(KeyName key) throws IOException, InterruptedException;

    /// Whether somebody holds this key now, be it without anybody's wish.
    boolean holds(KeyName key) throws IOException;

    /// Whether what was unlocked is still served, where that takes more than the kernel.
    boolean stands(KeyName key);

    /// Makes an empty directory under a key that is unlocked.
    ///
    /// @param place where nothing is
    void make(Path place, KeyName key) throws IOException;

    /// Moves a directory under this key to a place.
    ///
    /// @param place where nothing is
    void take(Path directory, Path place, KeyName key) throws IOException;

    /// Under which key something lies; empty when under none.
    Optional<KeyName> key(Path path) throws IOException;

    /// By which cipher; empty when by none that is known to be AES-256.
    Optional<String> mode(Path path) throws IOException;

    /// Removes what was left under keys that nobody needs any more.
    void collect() throws IOException;

    /// Takes down what stands.
    void close();
}
