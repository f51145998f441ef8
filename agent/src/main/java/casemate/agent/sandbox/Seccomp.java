package casemate.agent.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;

/// The system call filter of a pod, as the classic BPF program that the kernel runs at each call. An allow list: what
/// is not on it gets EPERM, what the kernel learnt after the list was made gets ENOSYS, so that C libraries fall back.
final class Seccomp {
    private static final int LOAD = 0x20;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_GREATER = 0x25;
    private static final int JUMP_NOT_LESS = 0x35;
    private static final int JUMP_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    private static final int ALLOW = 0x7fff0000;
    private static final int KILL = 0x80000000;
    private static final int ERRNO = 0x00050000;
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;
    private static final int EAFNOSUPPORT = 97;

    /// struct seccomp_data: number, architecture, instruction pointer, arguments of 8 bytes.
    private static final int AT_NUMBER = 0;

    private static final int AT_ARCHITECTURE = 4;
    private static final int AT_FIRST_ARGUMENT = 16;
    private static final int AT_SECOND_ARGUMENT = 24;

    /// CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET.
    private static final int NEW_NAMESPACES = 0x7e020000;
    /// Pushing characters into a terminal's input, by which a child took over its parent's shell.
    private static final int TIOCSTI = 0x5412;

    private static final int TIOCLINUX = 0x541c;
    private static final int[] FAMILIES = {1 /* unix */, 2 /* inet */, 10 /* inet6 */, 16 /* netlink */};
    private static final int[] PERSONALITIES = {0, -1};

    /// Both architectures number their calls below this; the list was made from Linux 6.1's headers.
    private static final int LAST_KNOWN = 450;

    private static final int INSTRUCTION_BYTES = 8;

    private enum Machine {
        X86_64(0xc000003e, 1, 56, 435, 16, 41, 135),
        AARCH64(0xc00000b7, 2, 220, 435, 29, 198, 92);

        final int audit;
        final int column;
        final int clone;
        final int clone3;
        final int ioctl;
        final int socket;
        final int personality;

        Machine(int audit, int column, int clone, int clone3, int ioctl, int socket, int personality) {
            this.audit = audit;
            this.column = column;
            this.clone = clone;
            this.clone3 = clone3;
            this.ioctl = ioctl;
            this.socket = socket;
            this.personality = personality;
        }
    }

    private final List<int[]> program = new ArrayList<>();

    private Seccomp() {}

    /// The program for this machine, in its byte order.
    static byte[] filter() {
        return filter(System.getProperty("os.arch"));
    }

    static byte[] filter(String architecture) {
        Machine machine = switch (architecture) {
            case "amd64", "x86_64" -> Machine.X86_64;
            case "aarch64" -> Machine.AARCH64;
            default -> throw new IllegalStateException("no system call filter for " + architecture);
        };
        return new Seccomp().assemble(machine);
    }

    private byte[] assemble(Machine m) {
        add(LOAD, 0, 0, AT_ARCHITECTURE);
        add(JUMP_EQUAL, 1, 0, m.audit);
        add(RETURN, 0, 0, KILL);
        add(LOAD, 0, 0, AT_NUMBER);
        // Also catches x32, whose numbers carry bit 30.
        refuseIf(JUMP_GREATER, LAST_KNOWN, ENOSYS);
        refuseIf(JUMP_EQUAL, m.clone3, ENOSYS);
        cloneWithoutNamespaces(m.clone);
        argumentNot(m.ioctl, AT_SECOND_ARGUMENT, TIOCSTI, TIOCLINUX);
        argumentIn(m.socket, EAFNOSUPPORT, FAMILIES);
        argumentIn(m.personality, EPERM, PERSONALITIES);
        allowListed(listed(m.column));
        add(RETURN, 0, 0, ERRNO | EPERM);
        return bytes();
    }

    private void refuseIf(int jump, int value, int errno) {
        add(jump, 0, 1, value);
        add(RETURN, 0, 0, ERRNO | errno);
    }

    private void cloneWithoutNamespaces(int number) {
        add(JUMP_EQUAL, 0, 4, number);
        add(LOAD, 0, 0, AT_FIRST_ARGUMENT);
        add(JUMP_ANY_BIT, 0, 1, NEW_NAMESPACES);
        add(RETURN, 0, 0, ERRNO | EPERM);
        add(RETURN, 0, 0, ALLOW);
    }

    /// Allows the call unless the low half of its argument is one of the values. The kernel looks at that half alone
    /// for these calls, so a high half does not smuggle a value past.
    private void argumentNot(int number, int at, int... values) {
        add(JUMP_EQUAL, 0, 1 + 2 * values.length + 1, number);
        add(LOAD, 0, 0, at);
        for (int value : values) {
            refuseIf(JUMP_EQUAL, value, EPERM);
        }
        add(RETURN, 0, 0, ALLOW);
    }

    /// Allows the call only when its first argument's low half is one of the values.
    private void argumentIn(int number, int errno, int... values) {
        add(JUMP_EQUAL, 0, 1 + 2 * values.length + 1, number);
        add(LOAD, 0, 0, AT_FIRST_ARGUMENT);
        for (int value : values) {
            add(JUMP_EQUAL, 0, 1, value);
            add(RETURN, 0, 0, ALLOW);
        }
        add(RETURN, 0, 0, ERRNO | errno);
    }

    /// Runs of neighbouring numbers, ascending: below a run and above the last one lies what is not allowed.
    private void allowListed(NavigableSet<Integer> numbers) {
        while (!numbers.isEmpty()) {
            int low = numbers.pollFirst();
            int high = low;
            while (numbers.remove(high + 1)) {
                high++;
            }
            add(JUMP_NOT_LESS, 1, 0, low);
            add(RETURN, 0, 0, ERRNO | EPERM);
            add(JUMP_GREATER, 1, 0, high);
            add(RETURN, 0, 0, ALLOW);
        }
    }

    private static NavigableSet<Integer> listed(int column) {
        NavigableSet<Integer> numbers = new TreeSet<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Seccomp.class.getResourceAsStream("syscalls.txt")), StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(l -> !l.isBlank() && !l.startsWith("#"))
                    .map(l -> l.split(" ", -1)[column])
                    .filter(n -> !n.equals("-"))
                    .forEach(n -> numbers.add(Integer.valueOf(n)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return numbers;
    }

    private void add(int code, int whenTrue, int whenFalse, int value) {
        program.add(new int[] {code, whenTrue, whenFalse, value});
    }

    private byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(program.size() * INSTRUCTION_BYTES).order(ByteOrder.nativeOrder());
        for (int[] i : program) {
            out.putShort((short) i[0]).put((byte) i[1]).put((byte) i[2]).putInt(i[3]);
        }
        return out.array();
    }
}
