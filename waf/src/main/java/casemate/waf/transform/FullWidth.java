package casemate.waf.transform;

/// Full-width ASCII, U+FF01 to U+FF5E, which some decoders take for the plain characters.
final class FullWidth {
    private static final int PAGE = 0xff;
    private static final int LAST = 0x5e;
    private static final int DISTANCE = 0x20;

    private FullWidth() {}

    /// The byte that a character of two bytes becomes: its low one, moved when the character is of full width.
    static int narrowed(int high, int low) {
        return high == PAGE && low > 0 && low <= LAST ? low + DISTANCE : low;
    }
}
