package casemate.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A disk whose journal writes wait at a gate, to hold the writer where a test wants it.
final class GateDisk implements Disk {
    private final Disk real = new RealDisk();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private boolean shut;

    void shut() {
        lock.lock();
        try {
            shut = true;
        } finally {
            lock.unlock();
        }
    }

    void open() {
        lock.lock();
        try {
            shut = false;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void awaitSomebodyAtTheGate() throws InterruptedException {
        arrived.await();
    }

    private void pass() {
        lock.lock();
        try {
            while (shut) {
                arrived.countDown();
                opened.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(Path file, ByteBuffer bytes) throws IOException {
        real.write(file, bytes);
    }

    @Override
    public void sync(Path file) throws IOException {
        real.sync(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        real.syncDirectory(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        real.rename(from, to);
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        real.link(file, name);
    }

    @Override
    public void delete(Path file) throws IOException {
        real.delete(file);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        real.createDirectories(directory);
    }

    @Override
    public Tape tape(Path file) throws IOException {
        Tape tape = real.tape(file);
        return new Tape() {
            @Override
            public void write(ByteBuffer bytes, long position) throws IOException {
                pass();
                tape.write(bytes, position);
            }

            @Override
            public void force() throws IOException {
                tape.force();
            }

            @Override
            public void truncate(long length) throws IOException {
                tape.truncate(length);
            }

            @Override
            public void close() throws IOException {
                tape.close();
            }
        };
    }
}
