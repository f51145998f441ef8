package casemate.edge;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Modes for what nobody else on the machine may read.
final class OwnerOnly {
    static final FileAttribute<Set<PosixFilePermission>> DIRECTORY = mode("rwx------");
    static final FileAttribute<Set<PosixFilePermission>> FILE = mode("rw-------");

    private OwnerOnly() {}

    private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
