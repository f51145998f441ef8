package casemate.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// One end of a connection, in clear or not.
interface Line extends AutoCloseable {
    InputStream in() throws IOException;

    OutputStream out() throws IOException;

    /// Says that nothing more comes from here; the other side may go on.
    void halfClose() throws IOException;

    /// Ends it at once in both directions, so that the other side sees that it broke off, and wakes whoever reads or
    /// writes here. Never waits.
    void abort();

    @Override
    void close();
}
