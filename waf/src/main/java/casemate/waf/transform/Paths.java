package casemate.waf.transform;

import casemate.waf.text.Bytes;

/// `normalisePath` and `normalisePathWin`: repeated slashes, `.` and `..` segments taken out, backslashes turned into
/// slashes in the second. Never above the root; a relative path keeps the `..` it cannot resolve. What ModSecurity does
/// with odd input is kept: a segment that only ends in `..` counts as one.
final class Paths {
    private final byte[] path;
    private final int end;
    private final boolean windows;
    private final boolean relative;

    private int from;
    private int made;
    private boolean hitRoot;
    private boolean done;

    private Paths(byte[] path, boolean windows) {
        this.path = path;
        this.end = path.length - 1;
        this.windows = windows;
        this.relative = !isSlash(path[0]);
    }

    static Bytes normalise(Bytes value) {
        return normalise(value, false);
    }

    static Bytes normaliseWindows(Bytes value) {
        return normalise(value, true);
    }

    private static Bytes normalise(Bytes value, boolean windows) {
        if (!mayChange(value, windows)) {
            return value;
        }
        byte[] path = value.toArray();
        int length = new Paths(path, windows).walk();
        boolean same = length == value.length() && Bytes.of(path).equals(value);
        return same ? value : new Bytes(path, 0, length);
    }

    /// Whether there is a doubled slash, a segment that ends in a dot, or for Windows a backslash.
    private static boolean mayChange(Bytes value, boolean windows) {
        byte[] in = value.array();
        int to = value.to();
        for (int i = value.from(); i < to; i++) {
            if (windows && in[i] == '\\') {
                return true;
            }
            boolean ends = i + 1 == to ? in[i] == '.' : in[i + 1] == '/' && (in[i] == '.' || in[i] == '/');
            if (ends) {
                return true;
            }
        }
        return false;
    }

    /// Rewrites the path in place: what is made never overtakes what is read.
    private int walk() {
        boolean trailing = isSlash(path[end]);
        while (!done && from <= end) {
            straighten();
            done = from == end;
            if (!done && path[from + 1] != '/') {
                copy();
            } else if (endSegment()) {
                copy();
            }
        }
        if (!trailing && made > 0 && path[made - 1] == '/') {
            made--;
        }
        return made;
    }

    private void straighten() {
        if (windows) {
            if (path[from] == '\\') {
                path[from] = '/';
            }
            if (from < end && path[from + 1] == '\\') {
                path[from + 1] = '/';
            }
        }
    }

    /// At the last byte of a segment. Whether there is still a byte to copy.
    private boolean endSegment() {
        if (path[from] == '/' && from != end) {
            return true;
        }
        if (path[from] != '.') {
            hitRoot &= made == 0;
            return true;
        }
        if (made > 0 && path[made - 1] == '.') {
            if (relative && (hitRoot || made - 2 <= 0)) {
                hitRoot = true;
                return true;
            }
            stepBack();
        } else if (made > 0 && path[made - 1] == '/') {
            made -= done ? 0 : 1;
        } else if (made > 0) {
            return true;
        }
        from += done ? 0 : 1;
        return !done;
    }

    /// Takes the dot already made and the segment before it away.
    private void stepBack() {
        made -= 3;
        while (made > 0 && path[made] != '/') {
            made--;
        }
        if (made <= 0) {
            hitRoot = true;
            made = !relative && from == end ? 1 : 0;
        }
    }

    /// Copies one byte; of several slashes only the last, and none to the front of a relative path.
    private void copy() {
        if (path[from] == '/') {
            while (from < end && isSlash(path[from + 1])) {
                from++;
            }
            if (relative && made == 0) {
                from++;
                return;
            }
        }
        path[made++] = path[from++];
    }

    private boolean isSlash(byte b) {
        return b == '/' || (windows && b == '\\');
    }
}
