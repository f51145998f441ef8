package casemate.control.field;

import java.util.Optional;

/// One column of type `bytea` that holds what the vault sealed.
///
/// @param kind of its [casemate.vault.Place]; the row of the place is the id of the table's row
/// @param former where older releases kept the value
public record SealedColumn(String column, String kind, Optional<Former> former) {
    /// @param kind of its place
    public static SealedColumn of(String column, String kind) {
        return new SealedColumn(column, kind, Optional.empty());
    }

    /// A column that takes the place of another, whose values lay there in clear.
    public static SealedColumn inPlaceOf(String clear, String column, String kind) {
        return new SealedColumn(
                column, kind, Optional.of(new Former(clear, "convert_to(" + clear + ", 'UTF8')", (_, b) -> b)));
    }

    /// A column that takes the place of another, whose values were sealed in another way.
    public static SealedColumn inPlaceOf(String former, String column, String kind, Former.Opening opening) {
        return new SealedColumn(column, kind, Optional.of(new Former(former, former, opening)));
    }
}
