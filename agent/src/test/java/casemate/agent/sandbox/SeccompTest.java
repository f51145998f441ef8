package casemate.agent.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The filter, run by an interpreter of classic BPF over calls of both architectures.
class SeccompTest {
    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 0x00050001;
    private static final int ENOSYS = 0x00050026;
    private static final int KILL = 0x80000000;
    private static final int X86_64 = 0xc000003e;
    private static final int AARCH64 = 0xc00000b7;

    private static int run(String architecture, int audit, int number, int first, int second) {
        ByteBuffer program = ByteBuffer.wrap(Seccomp.filter(architecture)).order(ByteOrder.nativeOrder());
        int accumulator = 0;
        for (int at = 0; ; at++) {
            int code = program.getShort(at * 8);
            int whenTrue = Byte.toUnsignedInt(program.get(at * 8 + 2));
            int whenFalse = Byte.toUnsignedInt(program.get(at * 8 + 3));
            int value = program.getInt(at * 8 + 4);
            switch (code) {
                case 0x20 ->
                    accumulator = switch (value) {
                        case 0 -> number;
                        case 4 -> audit;
                        case 16 -> first;
                        case 24 -> second;
                        default -> throw new AssertionError("load from " + value);
                    };
                case 0x15 -> at += accumulator == value ? whenTrue : whenFalse;
                case 0x25 -> at += Integer.compareUnsigned(accumulator, value) > 0 ? whenTrue : whenFalse;
                case 0x35 -> at += Integer.compareUnsigned(accumulator, value) >= 0 ? whenTrue : whenFalse;
                case 0x45 -> at += (accumulator & value) != 0 ? whenTrue : whenFalse;
                case 0x06 -> {
                    return value;
                }
                default -> throw new AssertionError("instruction " + code);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "read, 0, 63",
        "openat, 257, 56",
        "futex, 202, 98",
        "execve, 59, 221",
        "exit_group, 231, 94",
        "mmap, 9, 222",
        "statx, 332, 291",
        "rseq, 334, 293",
        "getrandom, 318, 278"
    })
    void what_applications_need_is_allowed(String name, int x86, int arm) {
        assertThat(run("amd64", X86_64, x86, 0, 0)).as(name).isEqualTo(ALLOW);
        assertThat(run("aarch64", AARCH64, arm, 0, 0)).as(name).isEqualTo(ALLOW);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "unshare, 272, 97",
        "setns, 308, 268",
        "mount, 165, 40",
        "umount2, 166, 39",
        "pivot_root, 155, 41",
        "keyctl, 250, 219",
        "add_key, 248, 217",
        "bpf, 321, 280",
        "ptrace, 101, 117",
        "userfaultfd, 323, 282",
        "io_uring_setup, 425, 425",
        "perf_event_open, 298, 241",
        "process_vm_readv, 310, 270",
        "kexec_load, 246, 104",
        "init_module, 175, 105",
        "open_by_handle_at, 304, 265",
        "name_to_handle_at, 303, 264",
        "swapon, 167, 224",
        "settimeofday, 170, 170",
        "sethostname, 170, 161",
        "open_tree, 428, 428",
        "move_mount, 429, 429",
        "fsopen, 430, 430",
        "mount_setattr, 442, 442",
        "chroot, 161, 51",
        "syslog, 103, 116",
        "pidfd_getfd, 438, 438"
    })
    void what_opens_the_sandbox_is_refused(String name, int x86, int arm) {
        assertThat(run("amd64", X86_64, x86, 0, 0)).as(name).isEqualTo(EPERM);
        assertThat(run("aarch64", AARCH64, arm, 0, 0)).as(name).isEqualTo(EPERM);
    }

    @Test
    void arguments_decide_where_they_must() {
        int thread = 0x003d0f00;
        assertThat(run("amd64", X86_64, 56, thread, 0)).isEqualTo(ALLOW);
        assertThat(run("aarch64", AARCH64, 220, thread, 0)).isEqualTo(ALLOW);
        for (int namespace :
                new int[] {0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000}) {
            assertThat(run("amd64", X86_64, 56, namespace | 17, 0)).isEqualTo(EPERM);
            assertThat(run("aarch64", AARCH64, 220, namespace | 17, 0)).isEqualTo(EPERM);
        }
        assertThat(run("amd64", X86_64, 435, 0, 0)).isEqualTo(ENOSYS);
        assertThat(run("amd64", X86_64, 16, 0, 0x5413)).isEqualTo(ALLOW);
        assertThat(run("amd64", X86_64, 16, 0, 0x5412)).isEqualTo(EPERM);
        assertThat(run("amd64", X86_64, 41, 2, 0)).isEqualTo(ALLOW);
        assertThat(run("amd64", X86_64, 41, 1, 0)).isEqualTo(ALLOW);
        assertThat(run("amd64", X86_64, 41, 40, 0)).isNotEqualTo(ALLOW);
        assertThat(run("amd64", X86_64, 41, 17, 0)).isNotEqualTo(ALLOW);
        assertThat(run("amd64", X86_64, 135, 0, 0)).isEqualTo(ALLOW);
        assertThat(run("amd64", X86_64, 135, 0x0040000, 0)).isEqualTo(EPERM);
    }

    @Test
    void another_architecture_and_calls_of_the_future_get_nowhere() {
        assertThat(run("amd64", 0x40000003, 11, 0, 0)).isEqualTo(KILL);
        assertThat(run("amd64", X86_64, 0x40000000, 0, 0)).isEqualTo(ENOSYS);
        assertThat(run("amd64", X86_64, 500, 0, 0)).isEqualTo(ENOSYS);
        assertThatThrownBy(() -> Seccomp.filter("riscv64")).isInstanceOf(IllegalStateException.class);
        assertThat(Seccomp.filter("amd64").length).isLessThan(4096 * 8);
    }
}
