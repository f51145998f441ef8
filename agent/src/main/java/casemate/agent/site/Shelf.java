package casemate.agent.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Whole files in one directory of a site.
public interface Shelf {
    /// Writes what the caller gives.
    interface Body {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    /// Reads what the site gives.
    interface Reader<T> {
        T read(InputStream in) throws IOException, InterruptedException;
    }

    /// When this returns, all bytes are at the site. What a failure leaves there may be half a file.
    void put(String name, Body body) throws IOException, InterruptedException;

    <T> T read(String name, Reader<T> reader) throws IOException, InterruptedException;

    /// The directory of this host where a file lies, for a tool that can read it there by itself; none beyond the host.
    default Optional<Path> here() {
        return Optional.empty();
    }

    /// Sorted; none where there is no such directory.
    List<String> names() throws IOException, InterruptedException;

    /// Nothing happens when it is gone already.
    void remove(String name) throws IOException, InterruptedException;
}
