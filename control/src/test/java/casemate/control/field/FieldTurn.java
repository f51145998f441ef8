package casemate.control.field;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.TestControl;
import casemate.testkit.TestClock;
import java.time.Duration;
import java.util.List;

/// The work on sealed fields, when a test asks for it.
public final class FieldTurn {
    private static final int MOST_TURNS = 50;

    private final TestControl control;

    public FieldTurn(TestControl control) {
        this.control = control;
    }

    public void turn() {
        control.door(FieldWorker.class).turn();
    }

    /// Works until every rotation is in this state.
    public void turnUntil(Rotation.State state, TestClock clock) {
        // A visitor may hold a row, which is looked at again a while later.
        for (int i = 0; i < MOST_TURNS; i++) {
            turn();
            List<Rotation> all = control.door(Rotations.class).newest();
            if (!all.isEmpty() && all.stream().allMatch(r -> r.state() == state)) {
                return;
            }
            clock.advance(Duration.ofSeconds(11));
        }
        assertThat(control.door(Rotations.class).newest()).allMatch(r -> r.state() == state);
    }

    /// What a start does for a table.
    public boolean move(SealedTable table) {
        return control.door(Resealing.class).move(table);
    }
}
