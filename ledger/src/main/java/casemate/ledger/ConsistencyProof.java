package casemate.ledger;

import java.util.List;

/// Shows that a tree is an earlier one with entries added and none changed (RFC 6962, 2.1.2).
public record ConsistencyProof(long from, long to, List<Hash> path) {
    /// A witness need not take more (C2SP tlog-witness).
    static final int MAX_PATH = 63;

    public ConsistencyProof {
        path = List.copyOf(path);
        if (from < 0 || to < from || path.size() > MAX_PATH) {
            throw LedgerException.malformed(
                    "a consistency proof leads from a size to one no smaller, by at most 63 hashes");
        }
    }

    public boolean proves(Hash older, Hash newer) {
        if (from == to) {
            return path.isEmpty() && older.equals(newer);
        }
        if (from == 0) {
            return path.isEmpty() && older.equals(new Hasher().empty());
        }
        // RFC 9162, 2.1.4.2: both roots are rebuilt from one path.
        boolean perfect = Long.bitCount(from) == 1;
        int used = 0;
        if (!perfect && path.isEmpty()) {
            return false;
        }
        Hash start = perfect ? older : path.get(used++);
        Hash oldRoot = start;
        Hash newRoot = start;
        Hasher hasher = new Hasher();
        long position = from - 1;
        long last = to - 1;
        while ((position & 1) == 1) {
            position >>>= 1;
            last >>>= 1;
        }
        for (Hash next : path.subList(used, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((position & 1) == 1 || position == last) {
                oldRoot = hasher.node(next, oldRoot);
                newRoot = hasher.node(next, newRoot);
                while ((position & 1) == 0 && position != 0) {
                    position >>>= 1;
                    last >>>= 1;
                }
            } else {
                newRoot = hasher.node(newRoot, next);
            }
            position >>>= 1;
            last >>>= 1;
        }
        return last == 0 && oldRoot.equals(older) && newRoot.equals(newer);
    }
}
