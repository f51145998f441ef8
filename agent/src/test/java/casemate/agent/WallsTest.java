package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The agent's walls: its rooms stand on one another and never in a circle, and the program above them only wires them.
class WallsTest {
    private static final String ROOT = "casemate.agent";

    /// From the ground up: a room may know those that stand before it, and no other.
    private static final List<String> ROOMS = List.of(
            "sandbox",
            "site",
            "volume",
            "replica",
            "health",
            "blueprint",
            "image",
            "backup",
            "moment",
            "disk",
            "fill",
            "pod",
            "link",
            "standby",
            "attack");

    /// Fewer means that the scan found nothing to check.
    private static final int EXPECTED_CLASSES = 200;

    private final JavaClasses agent = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void a_room_knows_only_those_below_it() {
        assertThat(agent).hasSizeGreaterThan(EXPECTED_CLASSES);
        for (JavaClass one : agent) {
            int floor = floor(one);
            one.getDirectDependenciesFromSelf().stream()
                    .map(known -> known.getTargetClass().getBaseComponentType())
                    .filter(known -> known.getPackageName().startsWith(ROOT) && floor(known) != floor)
                    .forEach(known -> assertThat(floor(known))
                            .as(one.getName() + " knows " + known.getName())
                            .isLessThan(floor));
        }
    }

    @Test
    void every_room_has_its_floor() {
        Set<String> rooms = agent.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1))
                .collect(Collectors.toUnmodifiableSet());
        assertThat(rooms).containsExactlyInAnyOrderElementsOf(ROOMS);
    }

    /// The program itself stands above all rooms.
    private static int floor(JavaClass one) {
        String name = one.getPackageName();
        return name.equals(ROOT) ? ROOMS.size() : ROOMS.indexOf(name.substring(ROOT.length() + 1));
    }
}
