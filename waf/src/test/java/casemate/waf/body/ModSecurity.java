package casemate.waf.body;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import casemate.waf.text.Bytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/// Debian's libmodsecurity: which values its variables have for a request, as SHA-1 in hexadecimal, because its debug
/// log cuts and escapes what is longer. For one thread.
@SuppressWarnings("restricted") // calling a native library is what it is for
final class ModSecurity implements AutoCloseable {
    private static final int FIRST_RULE = 100;
    private static final Pattern RULE =
            Pattern.compile("\\(Rule: (\\d+)\\) Executing operator \"Rx\"(.*?)Rule returned", Pattern.DOTALL);
    private static final Pattern VALUE = Pattern.compile("Target value: \"([0-9a-f]{40})\" \\(Variable: ");

    private final Arena arena = Arena.ofConfined();
    private final SymbolLookup library;
    private final MemorySegment engine;
    private final MemorySegment rules;
    private final List<String> variables;
    private final Path log;
    private long read;

    /// Opens the library, or aborts the test visibly.
    ///
    /// @param directory where it logs to
    ModSecurity(Path directory, List<String> variables) {
        this.variables = variables;
        this.log = directory.resolve("debug.log");
        this.library = open();
        engine = (MemorySegment) call("msc_init", ADDRESS);
        rules = (MemorySegment) call("msc_create_rules_set", ADDRESS);
        MemorySegment error = arena.allocate(ADDRESS);
        int count = (int) call("msc_rules_add", JAVA_INT, rules, arena.allocateFrom(configuration()), error);
        if (count < 0) {
            throw new IllegalStateException(
                    error.get(ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(4_096, JAVA_BYTE)), 0)
                            .getString(0));
        }
    }

    private SymbolLookup open() {
        try {
            return SymbolLookup.libraryLookup("libmodsecurity.so.3", arena);
        } catch (IllegalArgumentException _) {
            return Assumptions.abort("Debian's libmodsecurity3 is not installed");
        }
    }

    private String configuration() {
        StringBuilder text = new StringBuilder("""
                SecRuleEngine DetectionOnly
                SecRequestBodyAccess On
                SecRequestBodyJsonDepthLimit 40
                SecRule REQUEST_HEADERS:Content-Type "@streq application/json" \
                    "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
                SecRule REQUEST_HEADERS:Content-Type "@streq text/xml" \
                    "id:2,phase:1,pass,nolog,ctl:requestBodyProcessor=XML"
                SecDebugLogLevel 9
                """);
        text.append("SecDebugLog ").append(log).append('\n');
        for (int i = 0; i < variables.size(); i++) {
            text.append("SecRule ").append(variables.get(i)).append(" \"@rx ^\" \"id:");
            text.append(FIRST_RULE + i).append(",phase:2,pass,nolog,t:none,t:sha1,t:hexEncode\"\n");
        }
        return text.toString();
    }

    /// The values of each variable that has any, in no order.
    Map<String, List<String>> values(Bytes uri, String header, Bytes headerValue, Bytes body) {
        try (Arena request = Arena.ofConfined()) {
            MemorySegment transaction =
                    (MemorySegment) call("msc_new_transaction", ADDRESS, engine, rules, MemorySegment.NULL);
            MemorySegment target = bytes(request, uri, 1);
            MemorySegment method = request.allocateFrom("POST");
            call("msc_process_uri", JAVA_INT, transaction, target, method, request.allocateFrom("1.1"));
            MemorySegment name = request.allocateFrom(header);
            MemorySegment value = bytes(request, headerValue, 0);
            long nameLength = header.length();
            long valueLength = headerValue.length();
            call("msc_add_n_request_header", JAVA_INT, transaction, name, nameLength, value, valueLength);
            call("msc_process_request_headers", JAVA_INT, transaction);
            if (!body.isEmpty()) {
                long length = body.length();
                call("msc_append_request_body", JAVA_INT, transaction, bytes(request, body, 0), length);
            }
            call("msc_process_request_body", JAVA_INT, transaction);
            call("msc_transaction_cleanup", JAVA_INT, transaction);
        }
        return logged();
    }

    private Map<String, List<String>> logged() {
        Map<String, List<String>> values = new TreeMap<>();
        Matcher rule = RULE.matcher(newLog());
        while (rule.find()) {
            int number = Integer.parseInt(rule.group(1));
            Matcher value = VALUE.matcher(rule.group(2));
            while (number >= FIRST_RULE && value.find()) {
                values.computeIfAbsent(variables.get(number - FIRST_RULE), _ -> new ArrayList<>())
                        .add(value.group(1));
            }
        }
        return values;
    }

    private String newLog() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] fresh = new byte[Math.toIntExact(file.length() - read)];
            file.seek(read);
            file.readFully(fresh);
            read += fresh.length;
            return new String(fresh, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MemorySegment bytes(Arena request, Bytes bytes, int zeros) {
        MemorySegment segment = request.allocate(bytes.length() + 1L + zeros);
        MemorySegment.copy(bytes.array(), bytes.from(), segment, JAVA_BYTE, 0, bytes.length());
        return segment;
    }

    private Object call(String name, MemoryLayout result, Object... arguments) {
        MemoryLayout[] layouts = new MemoryLayout[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            layouts[i] = arguments[i] instanceof Long ? JAVA_LONG : ADDRESS;
        }
        MethodHandle function =
                Linker.nativeLinker().downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(result, layouts));
        try {
            return function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException(name, e);
        }
    }

    @Override
    public void close() {
        call("msc_rules_cleanup", JAVA_INT, rules);
        call("msc_cleanup", JAVA_INT, engine);
        arena.close();
    }
}
