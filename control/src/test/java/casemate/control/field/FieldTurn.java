package casemate.control.field;

import casemate.control.TestControl;

/// The work on sealed fields, when a test asks for it.
public final class FieldTurn {
    private final TestControl control;

    public FieldTurn(TestControl control) {
        this.control = control;
    }

    public void turn() {
        control.door(FieldWorker.class).turn();
    }

    /// What a start does for a table.
    public boolean move(SealedTable table) {
        return control.door(Resealing.class).move(table);
    }
}
