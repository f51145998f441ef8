package casemate.waf.body;

import casemate.waf.text.Bytes;

/// Looks for the boundary with its two dashes anywhere in a line, in time linear in the line (Knuth, Morris, Pratt).
final class BoundarySearch {
    private final byte[] wanted;
    /// Per length of what has matched: the longest shorter one that matches too.
    private final int[] shorter;
    private int matched;
    private boolean found;

    BoundarySearch(Bytes boundary) {
        wanted = new byte[boundary.length() + 2];
        wanted[0] = '-';
        wanted[1] = '-';
        System.arraycopy(boundary.array(), boundary.from(), wanted, 2, boundary.length());
        shorter = new int[wanted.length + 1];
        int length = 0;
        for (int i = 1; i < wanted.length; i++) {
            while (length > 0 && wanted[i] != wanted[length]) {
                length = shorter[length];
            }
            if (wanted[i] == wanted[length]) {
                length++;
            }
            shorter[i + 1] = length;
        }
    }

    /// Goes over the rest of a line. A boundary never contains the line's end, so each line begins anew.
    ///
    /// @return where the line's next piece or the next line begins: after the line feed, or at `to`
    int line(byte[] a, int from, int to) {
        int state = matched;
        int i = from;
        boolean ended = false;
        while (i < to && !ended) {
            byte b = a[i++];
            if (state == 0 && b != '-') {
                ended = b == '\n';
                continue;
            }
            while (state > 0 && (state == wanted.length || b != wanted[state])) {
                state = shorter[state];
            }
            if (b == wanted[state]) {
                state++;
            }
            found |= state == wanted.length;
            ended = b == '\n';
        }
        matched = ended ? 0 : state;
        return i;
    }

    /// Whether it was found since this was asked last.
    boolean found() {
        boolean answer = found;
        found = false;
        return answer;
    }
}
