package casemate.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/// Files to write over instead of making new ones. A batch makes three or four small files and outdates as many; on
/// ext4
/// making and deleting that many costs milliseconds for each, since it keeps just-deleted inodes out of use for five
/// seconds and searches past them. A file comes back only once it is durable that its old name is gone, so that after a
/// power cut no name leads to another's bytes.
final class Spares {
    static final String DIRECTORY = "spare";

    /// What two seconds of heavy use outdate; files beyond that are deleted.
    private static final int MAX_FILES = 2_048;

    private final Disk disk;
    private final Path home;
    private final Deque<Path> free = new ConcurrentLinkedDeque<>();
    private final AtomicLong names = new AtomicLong();

    Spares(Disk disk, Path directory) {
        this.disk = disk;
        this.home = directory.resolve(DIRECTORY);
    }

    /// Begins without any: what an earlier run left may be half written.
    void open() throws IOException {
        disk.createDirectories(home);
        List<Path> left;
        try (var files = Files.list(home)) {
            left = files.toList();
        }
        for (Path file : left) {
            disk.delete(file);
        }
    }

    Path home() {
        return home;
    }

    /// A file to write over and then to give its real name; one that is there, or else the name of a new one.
    Path take() {
        Path file = free.pollFirst();
        return file == null ? fresh() : file;
    }

    private Path fresh() {
        return home.resolve(Long.toString(names.incrementAndGet()));
    }

    /// Takes files out of the tree. They are of use only after [#release], which must wait for both directories' sync.
    List<Path> retire(Collection<Path> outdated) throws IOException {
        List<Path> retired = new ArrayList<>();
        for (Path file : outdated) {
            if (free.size() + retired.size() < MAX_FILES) {
                Path spare = fresh();
                disk.rename(file, spare);
                retired.add(spare);
            } else {
                disk.delete(file);
            }
        }
        return retired;
    }

    void release(Collection<Path> files) throws IOException {
        for (Path file : files) {
            if (free.size() < MAX_FILES) {
                free.addLast(file);
            } else {
                disk.delete(file);
            }
        }
    }
}
