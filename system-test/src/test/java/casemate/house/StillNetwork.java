package casemate.house;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Chromium gives up what it is loading whenever a network interface of its machine comes or goes, as the pods' do: a
/// visitor from elsewhere never sees that. This starts it without the kernel's news of interfaces: a system call
/// filter refuses netlink sockets, and Chromium then takes the network for unchanging.
final class StillNetwork {
    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int RETURN = 0x06;
    private static final int NUMBER_OFFSET = 0;
    private static final int FIRST_ARGUMENT_OFFSET = 16;
    private static final int SOCKET_X86_64 = 41;
    private static final int SOCKET_AARCH64 = 198;
    private static final int AF_NETLINK = 16;
    private static final int ALLOW = 0x7fff0000;
    private static final int ERRNO_EAFNOSUPPORT = 0x00050000 | 97;
    private static final int INSTRUCTIONS = 6;
    private static final int INSTRUCTION_BYTES = 8;

    private StillNetwork() {}

    /// A program that takes Chromium's place.
    static Path chromium() throws IOException {
        Path directory = Files.createTempDirectory("still-network");
        Path filter = Files.write(directory.resolve("filter"), filter());
        Path program = directory.resolve("chromium");
        Files.writeString(
                program,
                "#!/bin/sh\nexec bwrap --dev-bind / / --seccomp 9 -- /usr/bin/chromium \"$@\" 9<" + filter + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }

    private static byte[] filter() {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        ByteBuffer out = ByteBuffer.allocate(INSTRUCTIONS * INSTRUCTION_BYTES).order(ByteOrder.nativeOrder());
        instruction(out, LOAD_WORD, 0, 0, NUMBER_OFFSET);
        instruction(out, JUMP_IF_EQUAL, 0, 3, arm ? SOCKET_AARCH64 : SOCKET_X86_64);
        instruction(out, LOAD_WORD, 0, 0, FIRST_ARGUMENT_OFFSET);
        instruction(out, JUMP_IF_EQUAL, 0, 1, AF_NETLINK);
        instruction(out, RETURN, 0, 0, ERRNO_EAFNOSUPPORT);
        instruction(out, RETURN, 0, 0, ALLOW);
        return out.array();
    }

    private static void instruction(ByteBuffer out, int code, int whenTrue, int whenFalse, int value) {
        out.putShort((short) code).put((byte) whenTrue).put((byte) whenFalse).putInt(value);
    }
}
