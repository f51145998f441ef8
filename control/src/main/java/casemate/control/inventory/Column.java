package casemate.control.inventory;

/// A column of the live database.
///
/// @param schema that of a room
public record Column(String schema, String table, String name) {
    @Override
    public String toString() {
        return schema + "." + table + "." + name;
    }
}
