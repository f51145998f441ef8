package casemate.waf.audit;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/// Permissions from an octal mode.
final class Modes {
    private static final int BITS = 9;

    private Modes() {}

    static Set<PosixFilePermission> of(int mode) {
        PosixFilePermission[] all = PosixFilePermission.values();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < BITS; i++) {
            if ((mode & (1 << (BITS - 1 - i))) != 0) {
                permissions.add(all[i]);
            }
        }
        return permissions;
    }
}
