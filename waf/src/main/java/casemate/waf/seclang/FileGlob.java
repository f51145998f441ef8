package casemate.waf.seclang;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The names that `*` and `?` stand for in an `Include`, in the order of their bytes, as a shell gives them. A leading
/// dot is matched by a dot only.
final class FileGlob {
    /// More entries than this in a directory, or files for one name, are a mistake.
    static final int MOST_ENTRIES = 10_000;

    private FileGlob() {}

    static boolean isGlob(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
    }

    static List<Path> expand(Path pattern, Place from) {
        Path start = pattern.getRoot();
        List<Path> found = List.of(start == null ? Path.of("") : start);
        for (Path part : pattern) {
            String name = part.toString();
            List<Path> next = new ArrayList<>();
            for (Path directory : found) {
                next.addAll(isGlob(name) ? entries(directory, name, from) : List.of(directory.resolve(name)));
                if (next.size() > MOST_ENTRIES) {
                    throw RuleFiles.refused(
                            from, "the name " + pattern + " means more than " + MOST_ENTRIES + " files");
                }
            }
            found = next;
        }
        return found.stream().filter(Files::isRegularFile).toList();
    }

    private static List<Path> entries(Path directory, String pattern, Place from) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> all = entries.limit(MOST_ENTRIES + 1L).toList();
            if (all.size() > MOST_ENTRIES) {
                throw RuleFiles.refused(from, directory + " has more than " + MOST_ENTRIES + " entries");
            }
            return all.stream()
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> matches(pattern, name))
                    .sorted()
                    .map(directory::resolve)
                    .toList();
        } catch (IOException e) {
            throw RuleFiles.refused(from, "cannot list " + directory + ": " + e.getMessage());
        }
    }

    /// Without backtracking further than to the last star.
    static boolean matches(String pattern, String name) {
        if (name.startsWith(".") && !pattern.startsWith(".")) {
            return false;
        }
        int p = 0;
        int n = 0;
        int star = -1;
        int starAt = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                starAt = n;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++starAt;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
