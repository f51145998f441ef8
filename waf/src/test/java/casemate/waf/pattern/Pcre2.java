package casemate.waf.pattern;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// Debian's PCRE2 library, used as libmodsecurity 3.0.9 uses it. For one thread.
@SuppressWarnings("restricted") // calling a native library is what it is for
final class Pcre2 implements AutoCloseable {
    static final String LIBRARY = "libpcre2-8.so.0";
    private static final int MULTILINE = 0x400;
    private static final int DOTALL = 0x20;
    private static final int JIT_COMPLETE = 1;
    private static final int NO_JIT = 0x2000;
    private static final int NO_MATCH = -1;
    private static final int JIT_STACK_LIMIT = -46;

    private final Arena arena = Arena.ofConfined();
    private final SymbolLookup library;
    private final MethodHandle compile;
    private final MethodHandle jit;
    private final MethodHandle data;
    private final MethodHandle match;
    private final MethodHandle jitMatch;
    private final MethodHandle offsets;
    private final MethodHandle freeData;
    private final MethodHandle freeCode;
    private MemorySegment subject;
    private long length;

    /// Opens the library, or aborts the test visibly.
    Pcre2() {
        SymbolLookup found = null;
        try {
            found = SymbolLookup.libraryLookup(LIBRARY, arena);
        } catch (IllegalArgumentException e) {
            Assumptions.abort("Debian's libpcre2-8-0 is not installed");
        }
        library = java.util.Objects.requireNonNull(found);
        subject = arena.allocate(1 << 16);
        FunctionDescriptor matching =
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
        compile = handle(
                "pcre2_compile_8",
                FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        jit = handle("pcre2_jit_compile_8", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        data = handle("pcre2_match_data_create_from_pattern_8", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        match = handle("pcre2_match_8", matching);
        jitMatch = handle("pcre2_jit_match_8", matching);
        offsets = handle(
                "pcre2_get_ovector_pointer_8",
                FunctionDescriptor.of(ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(2048, JAVA_LONG)), ADDRESS));
        freeData = handle("pcre2_match_data_free_8", FunctionDescriptor.ofVoid(ADDRESS));
        freeCode = handle("pcre2_code_free_8", FunctionDescriptor.ofVoid(ADDRESS));
    }

    private MethodHandle handle(String name, FunctionDescriptor kind) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), kind);
    }

    /// The bytes that the next matches look at.
    void subject(byte[] value) {
        if (value.length > subject.byteSize()) {
            subject = arena.allocate(2L * value.length);
        }
        MemorySegment.copy(value, 0, subject, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, value.length);
        length = value.length;
    }

    /// What became of one match.
    ///
    /// @param groups starts and ends, -1 for a group without part; null for no match
    /// @param gaveUp PCRE2 reached one of its limits, so that it does not know
    @SuppressWarnings("ArrayRecordComponent") // compared by content where it is used
    record Result(int @Nullable [] groups, boolean gaveUp) {}

    /// Null when PCRE2 refuses the pattern.
    ///
    /// @param jitted as libmodsecurity has it; the just-in-time compiler of 10.42 errs on some atomic groups
    @Nullable
    Pattern compile(String pattern, boolean jitted) {
        byte[] bytes = pattern.getBytes(StandardCharsets.ISO_8859_1);
        try (Arena local = Arena.ofConfined()) {
            MemorySegment text = local.allocate(bytes.length + 1L);
            MemorySegment.copy(bytes, 0, text, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, bytes.length);
            MemorySegment error = local.allocate(JAVA_INT);
            MemorySegment offset = local.allocate(JAVA_LONG);
            MemorySegment code = (MemorySegment) compile.invokeExact(
                    text, (long) bytes.length, DOTALL | MULTILINE, error, offset, MemorySegment.NULL);
            return code.address() == 0 ? null : new Pattern(code, jitted);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    final class Pattern implements AutoCloseable {
        private final MemorySegment code;
        private final MemorySegment result;
        private final MemorySegment vector;
        private final boolean jitted;

        private Pattern(MemorySegment code, boolean jitted) throws Throwable {
            this.code = code;
            this.jitted = jitted && (int) jit.invokeExact(code, JIT_COMPLETE) == 0;
            this.result = (MemorySegment) data.invokeExact(code, MemorySegment.NULL);
            this.vector = (MemorySegment) offsets.invokeExact(result);
        }

        /// Searches the subject.
        ///
        /// @param groups how many there are, with the whole match
        Result find(int groups) {
            try {
                MemorySegment none = MemorySegment.NULL;
                int code = jitted
                        ? (int) jitMatch.invokeExact(this.code, subject, length, 0L, 0, result, none)
                        : JIT_STACK_LIMIT;
                if (code == JIT_STACK_LIMIT) {
                    code = (int) match.invokeExact(this.code, subject, length, 0L, NO_JIT, result, none);
                }
                if (code < 0) {
                    return new Result(null, code != NO_MATCH);
                }
                int[] found = new int[2 * groups];
                Arrays.fill(found, -1);
                for (int i = 0; i < 2 * Math.min(code, groups); i++) {
                    found[i] = (int) vector.getAtIndex(JAVA_LONG, i);
                }
                return new Result(found, false);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            try {
                freeData.invokeExact(result);
                freeCode.invokeExact(code);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
