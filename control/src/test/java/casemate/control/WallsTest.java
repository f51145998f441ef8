package casemate.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class WallsTest {
    @Test
    void roomsKnowOnlyOneAnothersDoorsAndNeverInACircle() {
        ApplicationModules rooms = ApplicationModules.of("casemate.control");
        assertThat(rooms.stream()).as("a scan that found nothing").hasSizeGreaterThanOrEqualTo(7);
        rooms.verify();
    }
}
