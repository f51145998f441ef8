package casemate.waf.seclang;

import casemate.base.Refusal;
import casemate.waf.text.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The files that rules consist of and name: other rule files, phrase lists, address lists, the unicode map. A relative
/// name is looked for beside the file that names it, then in the root.
public final class RuleFiles {
    /// The largest rule file in use is 80 KB, the largest address lists some MB.
    static final int LARGEST_FILE = 16 << 20;

    private final @Nullable Path root;
    private final boolean confined;

    private RuleFiles(@Nullable Path root, boolean confined) {
        this.root = root;
        this.confined = confined;
    }

    /// For rules of the operator, which may name any file by its full path, as Debian's do.
    public static RuleFiles from(Path directory) {
        return new RuleFiles(directory.toAbsolutePath().normalize(), false);
    }

    /// For rules of others: nothing outside the directory is read, not by `..` nor through a link.
    public static RuleFiles under(Path directory) {
        return new RuleFiles(directory.toAbsolutePath().normalize(), true);
    }

    /// For rules that are a text and name no file.
    public static RuleFiles none() {
        return new RuleFiles(null, true);
    }

    /// The content of a file that a rule names, such as the phrases of `@pmFromFile`.
    ///
    /// @param from where the rule stands, which decides where the file is looked for
    public Bytes data(String name, Place from) {
        return Bytes.of(read(named(name, from), from));
    }

    /// A rule file's text, one character for each byte.
    String text(Path file, Place from) {
        return Bytes.of(read(file, from)).toLatin1();
    }

    /// The one file of this name.
    Path named(String name, Place from) {
        return find(name, from).orElseThrow(() -> refused(from, "there is no file " + name + where(from)));
    }

    /// The files that an `Include` means, by name when it has wildcards; empty when there is none.
    List<Path> matching(String pattern, Place from) {
        if (!FileGlob.isGlob(pattern)) {
            return find(pattern, from).stream().toList();
        }
        for (Path candidate : candidates(pattern, from)) {
            List<Path> found = FileGlob.expand(candidate, from);
            if (!found.isEmpty()) {
                found.forEach(file -> checkInside(file, from));
                return found;
            }
        }
        return List.of();
    }

    private Optional<Path> find(String name, Place from) {
        for (Path candidate : candidates(name, from)) {
            if (Files.isRegularFile(candidate)) {
                checkInside(candidate, from);
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private List<Path> candidates(String name, Place from) {
        if (root == null) {
            throw refused(from, "these rules are a text without files; " + name + " cannot be read");
        }
        try {
            Path beside = root.resolve(from.file()).resolveSibling(name).normalize();
            Path inRoot = root.resolve(name).normalize();
            return beside.equals(inRoot) ? List.of(beside) : List.of(beside, inRoot);
        } catch (InvalidPathException e) {
            throw refused(from, "this is no name of a file: " + e.getReason());
        }
    }

    private void checkInside(Path file, Place from) {
        try {
            if (confined && root != null && !file.toRealPath().startsWith(root.toRealPath())) {
                throw refused(from, "the file " + file.getFileName() + " lies outside the directory of these rules");
            }
        } catch (IOException e) {
            throw refused(from, "cannot read " + file.getFileName() + ": " + e.getMessage());
        }
    }

    private static byte[] read(Path file, Place from) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST_FILE + 1);
            if (content.length > LARGEST_FILE) {
                throw refused(from, "the file " + file + " is larger than " + (LARGEST_FILE >> 20) + " MiB");
            }
            return content;
        } catch (IOException e) {
            throw refused(from, "cannot read " + file + ": " + e.getMessage());
        }
    }

    private String where(Place from) {
        Path beside = Path.of(from.file()).getParent();
        return " beside this one" + (beside == null ? "" : " (in " + beside + ")") + " nor in " + root;
    }

    static Refusal refused(Place from, String message) {
        return Refusal.invalid("rules", from + ": " + message);
    }
}
