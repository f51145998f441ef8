package casemate.agent.moment;

import casemate.agent.site.Confined;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All files, directories and links of a volume that belong to its instance, but not to its database: by name, with
/// what tells that one has changed. Looked at by `find`, which sees nothing but the volume.
final class FileScan {
    private static final Duration BOUND = Duration.ofMinutes(10);
    /// Names and marks of about a million files.
    private static final int MAX_BYTES = 256 << 20;
    /// Where the platform has its own.
    private static final String OWN = ".casemate";

    /// A directory changes with what is in it; a file or a link by its size, times or number: a change of any of them
    /// that a customer can make sets the last but one.
    private static final String LOOK = """
            cd /volume
            found=()
            for path in "$@"; do found+=(-path "./$path" -o); done
            find . -mindepth 1 \\( "${found[@]}" -false \\) -prune -o \\( \\
                -type d -printf 'd %m - - -\\0%p\\0' -o \\
                \\( -type f -o -type l \\) -printf '%y %m %s,%T@ %i %C@\\0%p\\0' \\) \\
                || [ $? = 1 ]
            """;

    private FileScan() {}

    /// @param type `f`, `d` or `l`
    /// @param mark the same for the same content
    /// @param changed seconds since 1970 by the host's clock; 0 for a directory
    record Entry(char type, String mark, double changed) {
        static Entry of(String line) {
            String time = line.substring(line.lastIndexOf(' ') + 1);
            return new Entry(line.charAt(0), line, time.equals("-") ? 0 : Double.parseDouble(time));
        }

        /// Equal to none.
        Entry unknown() {
            return new Entry(type, type + " ? -", 0);
        }
    }

    /// By name, all that is there.
    ///
    /// @param exclude relative paths that are not looked into
    static Map<String, Entry> of(Path volume, List<String> exclude) throws IOException, InterruptedException {
        List<String> without = new ArrayList<>(exclude);
        without.add(OWN);
        return read(Confined.script(LOOK, without)
                .reading(volume, "/volume")
                .within(BOUND)
                .run(Confined.nothing(), FileScan::whole)
                .must("looking at the instance's files"));
    }

    private static byte[] whole(InputStream out) throws IOException {
        byte[] all = out.readNBytes(MAX_BYTES);
        if (all.length == MAX_BYTES) {
            throw new IOException("the instance has too many files to look at");
        }
        return all;
    }

    static Map<String, Entry> read(byte[] bytes) {
        List<String> all = FilePieces.names(bytes);
        Map<String, Entry> entries = new TreeMap<>();
        for (int i = 0; i + 1 < all.size(); i += 2) {
            entries.put(all.get(i + 1), Entry.of(all.get(i)));
        }
        return entries;
    }

    static byte[] write(Map<String, Entry> entries) {
        List<String> all = new ArrayList<>(2 * entries.size());
        entries.forEach((name, entry) -> {
            all.add(entry.mark());
            all.add(name);
        });
        return FilePieces.bytes(all);
    }
}
