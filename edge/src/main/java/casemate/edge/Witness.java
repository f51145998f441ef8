package casemate.edge;

import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// Wants to know how requests ended: the log, the counters, whoever looks for intruders. Called on the event loop once
/// for each; never blocks.
interface Witness {
    void over(Visit visit);

    /// A TLS handshake has ended.
    ///
    /// @param agreed what was agreed on; null when nothing was
    default void handshake(@Nullable SSLEngine agreed) {}
}
