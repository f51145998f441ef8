package casemate.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A bundle of entries as it lies on disk: each entry after its length in two bytes, big-endian.
final class EntryTile {
    static final int LENGTH_BYTES = 2;

    private EntryTile() {}

    /// Splits a bundle; `null`-free, or a refusal when the lengths do not add up to the given number of entries.
    static List<byte[]> split(byte[] bundle, int count) {
        List<byte[]> entries = new ArrayList<>(count);
        int position = 0;
        for (int i = 0; i < count; i++) {
            int start = position + LENGTH_BYTES;
            if (start > bundle.length || start + length(bundle, position) > bundle.length) {
                throw LedgerException.malformed("ends within entry " + i + " of " + count);
            }
            int end = start + length(bundle, position);
            entries.add(Arrays.copyOfRange(bundle, start, end));
            position = end;
        }
        return entries;
    }

    static int length(byte[] bundle, int position) {
        return ((bundle[position] & 0xff) << 8) | (bundle[position + 1] & 0xff);
    }
}
