package casemate.ledger;

/// Where tiles lie below a ledger's directory (C2SP tlog-tiles): `tile/<level>/<index>`, with `.p/<width>` while the
/// tile is partial and `entries` in place of a level for the entries themselves.
final class TilePath {
    /// Hashes in a full tile, and entries in a full bundle.
    static final int WIDTH = 256;

    static final int BITS = 8;

    /// A tree of 2^63 leaves needs tiles at no more levels than this.
    static final int LEVELS = 8;

    /// What marks the directory of a tile's partial forms.
    static final String PARTIAL = ".p/";

    private TilePath() {}

    static String hashes(int level, long index, int width) {
        return "tile/" + level + "/" + number(index) + partial(width);
    }

    static String entries(long index, int width) {
        return "tile/entries/" + number(index) + partial(width);
    }

    private static String partial(int width) {
        return width == WIDTH ? "" : PARTIAL + width;
    }

    /// Three digits per directory, all but the last marked: 1234067 is `x001/x234/067`.
    private static String number(long index) {
        StringBuilder path = new StringBuilder(three(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            path.insert(0, "x" + three(rest % 1000) + "/");
        }
        return path.toString();
    }

    private static String three(long number) {
        String digits = Long.toString(number);
        return "0".repeat(3 - digits.length()) + digits;
    }

    /// How many hashes the given tile holds in a tree of the given size; 0 when it does not exist.
    static int width(int level, long index, long size) {
        long nodes = size >>> (BITS * level);
        return Math.clamp(nodes - index * WIDTH, 0, WIDTH);
    }
}
