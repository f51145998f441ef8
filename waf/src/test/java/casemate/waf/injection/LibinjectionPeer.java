package casemate.waf.injection;

import casemate.waf.text.Bytes;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// The real libinjection, called in the shared library that carries it.
final class LibinjectionPeer implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 20;
    private static final int LONGEST_FINGERPRINT = 8;

    /// It now and then reads a few bytes too far; they are NUL, as behind a C string.
    private static final int BEHIND = 64;

    private final Arena arena;
    private final MethodHandle sql;
    private final MethodHandle html;
    private final MemorySegment input;
    private final MemorySegment fingerprint;

    @SuppressWarnings("restricted") // Calling native code is the point of this test; the product has none.
    private LibinjectionPeer(Arena arena, SymbolLookup library) {
        this.arena = arena;
        sql = Linker.nativeLinker()
                .downcallHandle(
                        library.findOrThrow("libinjection_sqli"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        html = Linker.nativeLinker()
                .downcallHandle(
                        library.findOrThrow("libinjection_xss"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
        input = arena.allocate(MOST_BYTES + BEHIND);
        fingerprint = arena.allocate(LONGEST_FINGERPRINT);
    }

    /// The library, or a visible abort of the test.
    @SuppressWarnings("restricted") // As above.
    static LibinjectionPeer open() {
        Arena arena = Arena.ofConfined();
        try {
            return new LibinjectionPeer(arena, SymbolLookup.libraryLookup("libmodsecurity.so.3", arena));
        } catch (IllegalArgumentException e) {
            arena.close();
            return Assumptions.abort("Debian's package libmodsecurity3t64 is not installed: " + e.getMessage());
        }
    }

    @Nullable
    String fingerprint(Bytes a) {
        try {
            return (int) sql.invokeExact(at(a), (long) a.length(), fingerprint) == 0
                    ? null
                    : fingerprint.getString(0, StandardCharsets.US_ASCII);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    boolean isCrossSiteScripting(Bytes a) {
        try {
            return (int) html.invokeExact(at(a), (long) a.length()) != 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private MemorySegment at(Bytes a) {
        MemorySegment.copy(a.array(), a.from(), input, ValueLayout.JAVA_BYTE, 0, a.length());
        input.asSlice(a.length(), BEHIND).fill((byte) 0);
        return input;
    }

    @Override
    public void close() {
        arena.close();
    }
}
