package casemate.edge.entry;

import casemate.base.AddressRange;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Ten thousand address ranges, asked for every request: sorted once, then found by halving. Ranges of one family lie
/// in one another or apart, never across; those inside another are left out.
final class Ranges {
    /// First and last address of each range as unsigned numbers; two after the other.
    private final int[] v4;

    /// The same in four longs: high and low half of the first, high and low half of the last.
    private final long[] v6;

    private Ranges(int[] v4, long[] v6) {
        this.v4 = v4;
        this.v6 = v6;
    }

    static Ranges of(List<AddressRange> ranges) {
        return new Ranges(
                narrow(ranges.stream().filter(range -> !range.isV6()).toList()),
                wide(ranges.stream().filter(AddressRange::isV6).toList()));
    }

    boolean contains(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.remaining() == Integer.BYTES ? narrow(bytes.getInt()) : wide(bytes.getLong(), bytes.getLong());
    }

    private boolean narrow(int address) {
        int low = 0;
        int high = v4.length / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Integer.compareUnsigned(address, v4[2 * middle]) < 0) {
                high = middle - 1;
            } else if (Integer.compareUnsigned(address, v4[2 * middle + 1]) > 0) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    private boolean wide(long upper, long lower) {
        int low = 0;
        int high = v6.length / 4 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (compare(upper, lower, v6[4 * middle], v6[4 * middle + 1]) < 0) {
                high = middle - 1;
            } else if (compare(upper, lower, v6[4 * middle + 2], v6[4 * middle + 3]) > 0) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    private static int[] narrow(List<AddressRange> ranges) {
        int[] flat = new int[2 * ranges.size()];
        int count = 0;
        for (AddressRange range : sorted(ranges)) {
            int first = ByteBuffer.wrap(range.network()).getInt();
            if (count > 0 && Integer.compareUnsigned(first, flat[count - 1]) <= 0) {
                continue;
            }
            flat[count++] = first;
            flat[count++] = range.prefix() == 0 ? -1 : first | (int) (0xFFFF_FFFFL >>> range.prefix());
        }
        return Arrays.copyOf(flat, count);
    }

    private static long[] wide(List<AddressRange> ranges) {
        long[] flat = new long[4 * ranges.size()];
        int count = 0;
        for (AddressRange range : sorted(ranges)) {
            ByteBuffer bytes = ByteBuffer.wrap(range.network());
            long upper = bytes.getLong();
            long lower = bytes.getLong();
            if (count > 0 && compare(upper, lower, flat[count - 2], flat[count - 1]) <= 0) {
                continue;
            }
            flat[count++] = upper;
            flat[count++] = lower;
            flat[count++] = upper | ones(range.prefix());
            flat[count++] = lower | ones(range.prefix() - Long.SIZE);
        }
        return Arrays.copyOf(flat, count);
    }

    /// A word whose first so many bits are zeros and whose others are ones.
    private static long ones(int zeros) {
        return zeros <= 0 ? -1L : zeros >= Long.SIZE ? 0 : -1L >>> zeros;
    }

    /// By first address, and the larger range before those that it holds.
    private static List<AddressRange> sorted(List<AddressRange> ranges) {
        return ranges.stream()
                .sorted(Comparator.comparing(AddressRange::network, Arrays::compareUnsigned)
                        .thenComparingInt(AddressRange::prefix))
                .toList();
    }

    private static int compare(long upper, long lower, long otherUpper, long otherLower) {
        int first = Long.compareUnsigned(upper, otherUpper);
        return first != 0 ? first : Long.compareUnsigned(lower, otherLower);
    }
}
