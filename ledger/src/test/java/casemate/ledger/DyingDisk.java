package casemate.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// A disk that fails on demand: for ever (the machine died), once its room is used up, or at one given operation.
final class DyingDisk implements Disk {
    private final Disk real;
    private boolean dead;
    private long room = Long.MAX_VALUE;
    private int failAt = -1;

    DyingDisk(Disk real) {
        this.real = real;
    }

    synchronized void die() {
        dead = true;
    }

    /// From now on so many bytes fit; a write that does not fit is cut where the room ends.
    synchronized void room(long bytes) {
        room = bytes;
    }

    /// The n-th operation from now fails, and only that one.
    synchronized void failAt(int operations) {
        failAt = operations;
    }

    private synchronized void step() throws IOException {
        if (dead) {
            throw new IOException("the machine is gone");
        }
        if (failAt >= 0 && failAt-- == 0) {
            throw new IOException("Input/output error");
        }
    }

    private synchronized int fits(int bytes) {
        int fit = (int) Math.min(bytes, room);
        room -= fit;
        return fit;
    }

    /// The part of the bytes that still fits.
    private ByteBuffer part(ByteBuffer bytes) {
        int fit = fits(bytes.remaining());
        ByteBuffer part = bytes.slice(bytes.position(), fit);
        bytes.position(bytes.position() + fit);
        return part;
    }

    private static void full(ByteBuffer rest) throws IOException {
        if (rest.hasRemaining()) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public void write(Path file, ByteBuffer bytes) throws IOException {
        step();
        real.write(file, part(bytes));
        full(bytes);
    }

    @Override
    public void sync(Path file) throws IOException {
        step();
        real.sync(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        step();
        real.syncDirectory(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        real.rename(from, to);
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        step();
        real.link(file, name);
    }

    @Override
    public void delete(Path file) throws IOException {
        step();
        real.delete(file);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        step();
        real.createDirectories(directory);
    }

    @Override
    public Tape tape(Path file) throws IOException {
        step();
        Tape tape = real.tape(file);
        return new Tape() {
            @Override
            public void write(ByteBuffer bytes, long position) throws IOException {
                step();
                tape.write(part(bytes), position);
                full(bytes);
            }

            @Override
            public void force() throws IOException {
                step();
                tape.force();
            }

            @Override
            public void truncate(long length) throws IOException {
                step();
                tape.truncate(length);
            }

            @Override
            public void close() throws IOException {
                tape.close();
            }
        };
    }
}
