package casemate.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/// A disk whose power is cut after so many operations. It remembers what was synced; what was not may
/// afterwards be there, be missing, be cut short or be zeros, as chance will have it.
final class PowerCutDisk implements Disk {
    private static final byte[] NOTHING = {};

    /// What a name leads to.
    private static final class Content {
        byte[] now = NOTHING;
        byte[] synced = NOTHING;
    }

    private final Disk real = new RealDisk();
    private final Map<Path, Content> names = new HashMap<>();
    private final Map<Path, Content> syncedNames = new HashMap<>();
    private int left;

    PowerCutDisk(int operations) {
        left = operations;
    }

    private void step() throws IOException {
        if (left-- <= 0) {
            throw new IOException("no power");
        }
    }

    /// What is found in another directory once the power is back.
    synchronized void restore(Path from, Path to, Random chance) throws IOException {
        TreeSet<Path> all = new TreeSet<>(names.keySet());
        all.addAll(syncedNames.keySet());
        for (Path name : all) {
            Content durable = syncedNames.get(name);
            Content content = chance.nextBoolean() ? names.get(name) : durable;
            if (content != null) {
                Path file = to.resolve(from.relativize(name).toString());
                Files.createDirectories(file.getParent());
                Files.write(file, found(content, chance));
            }
        }
    }

    private static byte[] found(Content content, Random chance) {
        if (Arrays.equals(content.now, content.synced)) {
            return content.now;
        }
        int same = Math.min(content.synced.length, content.now.length);
        boolean grew = Arrays.equals(content.synced, 0, same, content.now, 0, same)
                && content.now.length >= content.synced.length;
        int kept = grew ? content.synced.length : 0;
        int length = kept + chance.nextInt(content.now.length - kept + 1);
        byte[] found = Arrays.copyOf(content.now, length);
        if (chance.nextInt(3) == 0 && length > kept) {
            Arrays.fill(found, kept + chance.nextInt(length - kept), length, (byte) 0);
        }
        return found;
    }

    private Content content(Path file) {
        return names.computeIfAbsent(file, f -> new Content());
    }

    @Override
    public synchronized void write(Path file, ByteBuffer bytes) throws IOException {
        step();
        byte[] all = new byte[bytes.remaining()];
        bytes.get(all);
        Content content = content(file);
        content.now = all;
        // Cutting a file to nothing before writing it anew may reach the disk at any time.
        content.synced = NOTHING;
        real.write(file, ByteBuffer.wrap(all));
    }

    @Override
    public synchronized void sync(Path file) throws IOException {
        step();
        content(file).synced = content(file).now;
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        step();
        syncedNames.keySet().removeIf(name -> directory.equals(name.getParent()));
        names.forEach((name, content) -> {
            if (directory.equals(name.getParent())) {
                syncedNames.put(name, content);
            }
        });
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        step();
        names.put(to, content(from));
        names.remove(from);
        real.rename(from, to);
    }

    @Override
    public synchronized void link(Path file, Path name) throws IOException {
        step();
        names.put(name, content(file));
        real.link(file, name);
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        step();
        names.remove(file);
        real.delete(file);
    }

    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        step();
        real.createDirectories(directory);
    }

    @Override
    public synchronized Tape tape(Path file) throws IOException {
        step();
        Tape tape = real.tape(file);
        return new Tape() {
            @Override
            public void write(ByteBuffer bytes, long position) throws IOException {
                synchronized (PowerCutDisk.this) {
                    step();
                    Content content = content(file);
                    byte[] all = Arrays.copyOf(content.now, (int) position + bytes.remaining());
                    bytes.slice().get(all, (int) position, bytes.remaining());
                    content.now = all;
                    tape.write(bytes, position);
                }
            }

            @Override
            public void force() throws IOException {
                PowerCutDisk.this.sync(file);
            }

            @Override
            public void truncate(long length) throws IOException {
                synchronized (PowerCutDisk.this) {
                    step();
                    content(file).now = Arrays.copyOf(content(file).now, (int) length);
                    tape.truncate(length);
                }
            }

            @Override
            public void close() throws IOException {
                tape.close();
            }
        };
    }
}
