package casemate.control.field;

/// The column where older releases kept what is sealed now. It is emptied row by row.
///
/// @param bytes an expression that reads it
public record Former(String column, String bytes, Opening opening) {
    /// How it comes back.
    @FunctionalInterface
    public interface Opening {
        /// @param id of the row
        byte[] open(String id, byte[] kept);
    }
}
