package casemate.wire;

import casemate.base.InstanceId;
import java.io.IOException;
import java.io.OutputStream;

/// Where control gets an instance's data for its customer: the agent that holds the instance answers
/// it. What is written is the customer's own, in the clear: whoever asks seals it before it rests.
public interface InstanceCopies {
    /// What of an instance is wanted.
    enum Part {
        /// `tar.zst` of its files with its database's text among them, and a manifest of hashes.
        WHOLE,
        /// The text of its database, compressed by zstd.
        DATABASE
    }

    /// Writes it while it is read; nothing is held in memory.
    ///
    /// @throws casemate.base.Refusal `copy-no-database` where the application has none, or the instance
    ///     stands still
    /// @throws IOException when the instance cannot be read now; what was written is no copy
    void copy(InstanceId instance, Part part, OutputStream out) throws IOException, InterruptedException;
}
