package casemate.agent.volume;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// The three calls of the C library by which one talks to a file system about its encryption. A key
/// goes from our memory to the kernel's, with no program between that could leave it somewhere. And those that
/// tell how much of a sparse file there is, and make it as small as it can be.
@SuppressWarnings("restricted") // the JDK has no door to ioctl
final class Kernel {
    /// From the kernel's `asm-generic/fcntl.h`; the same on x86-64 and aarch64 but for O_DIRECTORY,
    /// which is not needed.
    private static final int O_RDONLY_CLOEXEC = 0x80000;

    /// From `linux/stat.h`: the same everywhere.
    private static final int AT_FDCWD = -100;

    private static final int STATX_BLOCKS = 0x400;
    private static final int STATX_BYTES = 256;
    private static final int STX_BLOCKS = 48;
    private static final int STAT_BLOCK = 512;

    /// From `linux/fs.h`: a `struct fstrim_range` of start, length and shortest extent, in bytes.
    private static final long FITRIM = 0xC0185879L;

    private static final int TRIM_RANGE_BYTES = 3 * Long.BYTES;
    /// A block group of ext4 has as many blocks as one block has bits.
    private static final int BITS = 8;

    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = CALL_STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private final MethodHandle open;
    private final MethodHandle close;
    private final MethodHandle ioctl;
    private final MethodHandle statx;

    Kernel() {
        Linker linker = Linker.nativeLinker();
        Linker.Option errno = Linker.Option.captureCallState("errno");
        this.open = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("open"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                errno,
                Linker.Option.firstVariadicArg(2));
        this.close = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        this.ioctl = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("ioctl"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                errno,
                Linker.Option.firstVariadicArg(2));
        this.statx = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("statx"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS),
                errno);
    }

    /// Why a call failed, as the kernel numbers it.
    static final class Failed extends IOException {
        private static final long serialVersionUID = 1;

        private final int errno;

        Failed(String call, int errno) {
            super(call + " failed with error " + errno + " of the kernel");
            this.errno = errno;
        }

        int errno() {
            return errno;
        }
    }

    /// Fills a structure for a call, and reads what the kernel wrote into it.
    ///
    /// @param bytes is changed in place; the copy that the kernel saw is overwritten
    void ioctl(Path directory, long request, byte[] bytes) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            int file = (int) open.invokeExact(state, arena.allocateFrom(directory.toString()), O_RDONLY_CLOEXEC);
            if (file < 0) {
                throw new Failed("open", state.get(JAVA_INT, ERRNO));
            }
            MemorySegment argument = arena.allocate(bytes.length, Long.BYTES);
            try {
                MemorySegment.copy(bytes, 0, argument, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, bytes.length);
                int result = (int) ioctl.invokeExact(state, file, request, argument);
                int errno = state.get(JAVA_INT, ERRNO);
                MemorySegment.copy(argument, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
                if (result < 0) {
                    throw new Failed("ioctl", errno);
                }
            } finally {
                argument.fill((byte) 0);
                int _ = (int) close.invokeExact(file);
            }
        } catch (Failed | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of the C library declares no exception", e);
        }
    }

    /// Gives back to the disk below all that is free in a part of a file system. Groups of blocks that were walked
    /// through once
    /// are left out by ext4 when it is mounted with `discard`, unless shorter extents are asked for than the last
    /// time; so first the longest are, then all.
    ///
    /// @param from in bytes, as the length; less than the file system has
    /// @param blockBytes of the file system
    void trim(Path directory, long from, long length, long blockBytes) throws Failed {
        for (long shortest : new long[] {BITS * blockBytes * blockBytes, 0}) {
            ByteBuffer range = ByteBuffer.allocate(TRIM_RANGE_BYTES).order(ByteOrder.nativeOrder());
            range.putLong(from).putLong(length).putLong(shortest);
            ioctl(directory, FITRIM, range.array());
        }
    }

    /// How many bytes a file takes on its disk.
    long allocated(Path file) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            MemorySegment found = arena.allocate(STATX_BYTES, Long.BYTES);
            int result = (int)
                    statx.invokeExact(state, AT_FDCWD, arena.allocateFrom(file.toString()), 0, STATX_BLOCKS, found);
            if (result < 0) {
                throw new Failed("statx", state.get(JAVA_INT, ERRNO));
            }
            return found.get(JAVA_LONG, STX_BLOCKS) * STAT_BLOCK;
        } catch (Failed | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of the C library declares no exception", e);
        }
    }
}
