package casemate.agent.site;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// A directory at a remote site.
final class RemoteShelf implements Shelf {
    /// A large volume over a slow line; a day is too long for what comes daily.
    private static final Duration BOUND = Duration.ofHours(6);

    private final RemoteSite site;
    private final String path;

    RemoteShelf(RemoteSite site, String path) {
        this.site = site;
        this.path = path;
    }

    private String at(String name) {
        return site.at(path + "/" + name);
    }

    @Override
    public void put(String name, Body body) throws IOException, InterruptedException {
        // A body that failed must not end as a whole file: the tool would take the end for the end.
        AtomicReference<Optional<IOException>> failure = new AtomicReference<>(Optional.empty());
        site.carrier()
                .within(BOUND)
                .run(
                        List.of("rcat", at(name)),
                        in -> {
                            try {
                                body.write(in);
                            } catch (IOException e) {
                                failure.set(Optional.of(e));
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                                failure.set(Optional.of(new InterruptedIOException("writing was broken off")));
                            }
                        },
                        _ -> "");
        Optional<IOException> failed = java.util.Objects.requireNonNull(failure.get());
        if (failed.isPresent()) {
            remove(name);
            throw failed.get();
        }
    }

    @Override
    public <T> T read(String name, Reader<T> reader) throws IOException, InterruptedException {
        return site.carrier().within(BOUND).run(List.of("cat", at(name)), Confined.nothing(), reader::read);
    }

    @Override
    public List<String> names() throws IOException, InterruptedException {
        byte[] list = site.carrier()
                .run(
                        List.of("lsf", "--files-only", site.at(path)),
                        Confined.nothing(),
                        out -> out.readNBytes(RemoteSite.MAX_LIST_BYTES));
        return new String(list, StandardCharsets.UTF_8).lines().sorted().toList();
    }

    @Override
    public void remove(String name) throws IOException, InterruptedException {
        if (names().contains(name)) {
            site.carrier().run(List.of("deletefile", at(name)), Confined.nothing(), _ -> "");
        }
    }
}
