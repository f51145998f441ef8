package casemate.control.field;

import java.util.Optional;

/// One column of type `bytea` that holds what the vault sealed.
///
/// @param kind of its [casemate.vault.Place]
/// @param former where older releases kept the value
/// @param before opens what older releases sealed in this very column in another way
public record SealedColumn(String column, String kind, Optional<Former> former, Optional<Former.Opening> before) {
    /// A column that only the vault ever sealed.
    public static SealedColumn of(String column, String kind) {
        return new SealedColumn(column, kind, Optional.empty(), Optional.empty());
    }

    /// A column that takes the place of another, whose values lay there in clear.
    public static SealedColumn inPlaceOf(String clear, String column, String kind) {
        Former former = new Former(clear, "convert_to(" + clear + ", 'UTF8')", (_, b) -> b);
        return new SealedColumn(column, kind, Optional.of(former), Optional.empty());
    }

    /// A column in which older releases sealed in another way.
    public static SealedColumn resealed(String column, String kind, Former.Opening before) {
        return new SealedColumn(column, kind, Optional.empty(), Optional.of(before));
    }
}
