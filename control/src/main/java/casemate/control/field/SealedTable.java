package casemate.control.field;

import java.util.List;

/// A table with sealed columns, as its room declares it for the rotation of keys and for moving what older
/// releases wrote otherwise. All of it is SQL of our own, never input.
///
/// @param name with its schema
/// @param id an expression that is another text for each row, and stays; a key, or each row is a search
/// @param row an expression for the row of its places
/// @param owner an expression that gives the name of the [casemate.vault.KeyOwner]; null for a row to pass by
public record SealedTable(String name, String id, String row, String owner, List<SealedColumn> columns) {
    /// The owner of what belongs to no customer.
    public static final String PLATFORM = "'platform'";

    public SealedTable {
        columns = List.copyOf(columns);
    }
}
