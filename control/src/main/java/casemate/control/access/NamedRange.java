package casemate.control.access;

import casemate.base.AddressRange;

/// A range of addresses that get in, and what it is.
///
/// @param note what its owner wrote behind it, such as `office in Lyon`; may be empty
public record NamedRange(AddressRange range, String note) {
    /// @throws casemate.base.Refusal `range-malformed`
    public static NamedRange parse(String range, String note) {
        return RangeList.one(range, note);
    }

    /// As it stands in the list that people edit.
    public String line() {
        return note.isEmpty() ? range.toString() : range + " # " + note;
    }
}
