package casemate.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/// A private key's file: one line, readable by its owner alone, and refused when anybody else could read it.
final class KeyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /// A key line is shorter than this; anything longer is not one.
    private static final int MAX_BYTES = 2_048;

    private KeyFile() {}

    static SigningKey read(Path file, KeyKind kind) {
        try {
            Set<PosixFilePermission> open = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(open)) {
                throw new LedgerException(
                        LedgerException.Reason.WRONG_KEY,
                        file + " is open to others than its owner: run chmod 600 " + file);
            }
            if (Files.size(file) > MAX_BYTES) {
                throw LedgerException.malformed(file + " is too large to be a signing key");
            }
            return SigningKey.parse(Text.utf8(Files.readAllBytes(file)).stripTrailing(), kind);
        } catch (NoSuchFileException e) {
            throw new LedgerException(
                    LedgerException.Reason.NOT_FOUND, file + ": no signing key there; restore it or make a new one", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the signing key " + file, e);
        }
    }

    /// Makes a key and a file that did not exist before; durable when this returns.
    static SigningKey create(Path file, String name, KeyKind kind) {
        SigningKey key = SigningKey.generate(name, kind, new SecureRandom());
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            Files.deleteIfExists(temporary);
            try (FileChannel out = FileChannel.open(
                    temporary,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
                ByteBuffer text = ByteBuffer.wrap(Text.utf8(key.reveal() + "\n"));
                while (text.hasRemaining()) {
                    out.write(text);
                }
                out.force(true);
            }
            // Fails when somebody else made the file meanwhile.
            Files.move(temporary, file);
            try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
                directory.force(true);
            }
            return key;
        } catch (FileAlreadyExistsException e) {
            throw new LedgerException(
                    LedgerException.Reason.WRONG_KEY, file + " exists already and is never overwritten", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the signing key " + file, e);
        }
    }
}
