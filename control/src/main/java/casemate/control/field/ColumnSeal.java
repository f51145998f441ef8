package casemate.control.field;

import casemate.base.SealingKey;
import casemate.base.Secret;
import casemate.vault.KeyOwner;
import casemate.vault.Place;
import java.util.List;
import java.util.function.UnaryOperator;

/// Seals one column of secrets by the vault, and opens also what releases before it sealed under a key
/// file: a value names its key, and one that names none of the vault's is of theirs. The worker seals those
/// anew.
public final class ColumnSeal {
    private final Fields fields;
    private final String kind;
    private final SealingKey before;
    private final UnaryOperator<String> formerRow;

    /// @param kind of the place, one for each column
    /// @param formerRow under which name the key file sealed the row with an id
    public ColumnSeal(Fields fields, String kind, SealingKey before, UnaryOperator<String> formerRow) {
        this.fields = fields;
        this.kind = kind;
        this.before = before;
        this.formerRow = formerRow;
    }

    /// @throws casemate.base.Refusal `key-destroyed`
    /// @throws casemate.base.Unavailable when the key service is needed and does not answer
    public byte[] seal(KeyOwner owner, String id, Secret secret) {
        return fields.seal(owner, new Place(kind, id), secret);
    }

    /// @throws casemate.base.Refusal `key-destroyed`
    /// @throws casemate.base.Unavailable when the key service is needed and does not answer
    /// @throws IllegalStateException when it was sealed elsewhere or for another, or was changed
    public Secret open(KeyOwner owner, String id, byte[] sealed) {
        return fields.holds(owner, sealed)
                ? fields.secret(owner, new Place(kind, id), sealed)
                : before.open(formerRow.apply(id), sealed);
    }

    /// What the worker has to know of the column.
    ///
    /// @param table with its schema
    /// @param id the table's key
    /// @param row an expression for the id that [#seal] is given
    /// @param owner an expression for the owner's name
    public SealedTable table(String table, String column, String id, String row, String owner) {
        Former.Opening opening =
                (at, old) -> before.open(formerRow.apply(at), old).reveal();
        return new SealedTable(table, id, row, owner, List.of(SealedColumn.resealed(column, kind, opening)));
    }
}
