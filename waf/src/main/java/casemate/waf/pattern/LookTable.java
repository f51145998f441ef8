package casemate.waf.pattern;

import java.util.ArrayList;
import java.util.List;

/// The lookarounds of a pattern. Whether each holds is found for every position by one scan before the search, so
/// that the search stays linear.
final class LookTable {
    private final List<Node.Look> looks = new ArrayList<>();

    int add(Node.Look look) {
        int known = looks.indexOf(look);
        if (known >= 0) {
            return known;
        }
        looks.add(look);
        return looks.size() - 1;
    }

    List<Node.Look> looks() {
        return looks;
    }
}
