package casemate.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `casemate unsign`, for the launcher: takes the signatures out of the jars that it has just copied. The JVM
/// would check them anew at each start, against no key in particular, for a third of a second, and would keep
/// no class of theirs in the start cache. What Maven fetched was compared with its checksum.
@Command(name = "unsign", hidden = true, description = "Takes the signatures out of copied jars.")
final class UnsignCommand implements Callable<Integer> {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    @Parameters(paramLabel = "DIR", description = "Where the jars are.")
    private Path directory = Path.of("");

    @Override
    public Integer call() throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(directory)) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        for (Path jar : jars) {
            unsign(jar);
        }
        return CommandLines.DONE;
    }

    /// The new one takes the old one's place at once: this program may run from it.
    static void unsign(Path jar) throws IOException {
        try (ZipFile signed = new ZipFile(jar.toFile())) {
            if (signed.stream().map(ZipEntry::getName).noneMatch(UnsignCommand::isSignature)) {
                return;
            }
            Path made = Files.createTempFile(jar.getParent(), "unsigned", ".new");
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(made))) {
                for (ZipEntry entry : signed.stream()
                        .filter(each -> !isSignature(each.getName()))
                        .toList()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    copy(signed, entry, out);
                    out.closeEntry();
                }
            }
            Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void copy(ZipFile signed, ZipEntry entry, ZipOutputStream out) throws IOException {
        try (InputStream in = signed.getInputStream(entry)) {
            if (!entry.getName().equals(MANIFEST)) {
                in.transferTo(out);
                return;
            }
            // One digest per class: nearly a megabyte to read at each start.
            Manifest manifest = new Manifest(in);
            manifest.getEntries().clear();
            manifest.write(out);
        }
    }

    private static boolean isSignature(String name) {
        return name.startsWith("META-INF/")
                && name.lastIndexOf('/') == "META-INF".length()
                && (name.endsWith(".SF") || name.endsWith(".RSA") || name.endsWith(".DSA") || name.endsWith(".EC"));
    }
}
