package casemate.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.testkit.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorwayTest {
    private final TestClock clock = TestClock.at("2026-11-23T12:00:00Z");
    private final SecureRandom chance = new SecureRandom();
    private final Deadlines deadlines = new Deadlines("test");

    @TempDir
    Path directory;

    private Authority authority;

    @BeforeEach
    void found() throws IOException {
        authority = Authority.open(directory, clock, chance);
    }

    @AfterEach
    void close() {
        deadlines.close();
    }

    @Test
    void there_is_room_for_so_many_and_those_who_are_in_stay() throws IOException {
        try (Doorway door = open(new Doorway.Room(2, 2));
                TlsLine first = dial(door, node());
                TlsLine second = dial(door, node())) {
            assertThat(echoed(first)).isTrue();
            assertThat(echoed(second)).isTrue();
            assertThatThrownBy(() -> dial(door, node()).close()).isInstanceOf(IOException.class);
            assertThat(echoed(first)).isTrue();
        }
    }

    @Test
    void one_strangers_visits_leave_room_for_those_who_show_who_they_are() throws IOException {
        try (Doorway door = open(new Doorway.Room(8, 2));
                TlsLine known = dial(door, node());
                TlsLine first = dial(door, Tls.stranger(house()))) {
            // In by now, and not counted any more; one stranger has a place, and a second one would.
            assertThat(echoed(known)).isTrue();
            assertThat(echoed(first)).isTrue();
            try (TlsLine second = dial(door, Tls.stranger(house()))) {
                assertThat(echoed(second)).isTrue();
                assertThatThrownBy(() -> dial(door, Tls.stranger(house())).close())
                        .isInstanceOf(IOException.class);
                assertThat(echoed(known)).isTrue();
            }
        }
    }

    /// Says again what it hears.
    private Doorway open(Doorway.Room room) throws IOException {
        Identity own = authority.identity(Keys.make(chance), Role.HOUSE);
        Tls tls = Tls.of(() -> own, new Ours(authority.fingerprint(), Role.NODE, clock));
        return Doorway.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                "test",
                tls,
                false,
                room,
                deadlines,
                line -> {
                    for (int one = line.in().read(); one >= 0; one = line.in().read()) {
                        line.out().write(one);
                    }
                });
    }

    private Tls node() {
        Identity own = authority.identity(Keys.make(chance), Role.NODE);
        return Tls.of(() -> own, house());
    }

    private Ours house() {
        return new Ours(authority.fingerprint(), Role.HOUSE, clock);
    }

    private TlsLine dial(Doorway door, Tls as) throws IOException {
        return TlsLine.dial(as, "127.0.0.1", door.port(), deadlines);
    }

    private static boolean echoed(TlsLine line) throws IOException {
        line.out().write(7);
        return line.in().read() == 7;
    }
}
