package casemate.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Every write the ledger makes, so that tests can fill the disk, cut the power, or tear a file at any byte.
interface Disk {
    /// Makes a file hold exactly these bytes, writing over what it held. Visible at once, durable only after [#sync].
    void write(Path file, ByteBuffer bytes) throws IOException;

    /// Makes a file's content durable; its name needs [#syncDirectory] besides.
    void sync(Path file) throws IOException;

    void syncDirectory(Path directory) throws IOException;

    /// Puts one file in the other's place in one step.
    void rename(Path from, Path to) throws IOException;

    /// Gives a file a second name.
    void link(Path file, Path name) throws IOException;

    /// Removes a file if it is there.
    void delete(Path file) throws IOException;

    void createDirectories(Path directory) throws IOException;

    /// Opens an existing file for writing at any place.
    Tape tape(Path file) throws IOException;

    /// A file that grows.
    interface Tape extends Closeable {
        void write(ByteBuffer bytes, long position) throws IOException;

        /// Makes everything written so far durable.
        void force() throws IOException;

        void truncate(long length) throws IOException;
    }
}
