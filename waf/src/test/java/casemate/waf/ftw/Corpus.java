package casemate.waf.ftw;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/// The test data beside the repository (`../shared`), which is read from where it lies and never copied in.
public final class Corpus {
    private static final int BLOCK = 512;

    private Corpus() {}

    /// The directory, or a visible abort of the test.
    public static Path shared(String name) {
        String told = System.getProperty("casemate.shared");
        Path shared = told == null ? Path.of("..", "..", "shared") : Path.of(told);
        Path found = shared.resolve(name);
        Assumptions.assumeTrue(
                Files.exists(found),
                "the shared test data " + name + " is not there: -Dcasemate.shared names its place");
        return found;
    }

    /// The `.yaml` files of a packed suite, by name.
    static Map<String, String> cases(String version) throws IOException {
        Map<String, String> cases = new TreeMap<>();
        unpacked(shared("crs-tests").resolve("crs-" + version + "-tests.tar.gz"), ".yaml")
                .forEach((name, content) -> cases.put(name, new String(content, StandardCharsets.UTF_8)));
        return cases;
    }

    /// The files of a packed directory whose names end so, by name.
    public static Map<String, byte[]> unpacked(Path archive, String ending) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
            byte[] header = in.readNBytes(BLOCK);
            while (header.length == BLOCK && header[0] != 0) {
                String name = field(header, 345, 155) + field(header, 0, 100);
                int size = Integer.parseInt(field(header, 124, 12).strip(), 8);
                byte[] content = in.readNBytes(size);
                in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
                if (name.endsWith(ending)) {
                    files.put(name, content);
                }
                header = in.readNBytes(BLOCK);
            }
        }
        return files;
    }

    private static String field(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }
}
