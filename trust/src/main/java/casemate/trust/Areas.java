package casemate.trust;

import casemate.promise.PromiseId;
import java.util.List;
import java.util.Optional;

/// Groups promises for reading: by the first letters of their ids, in the order of the catalogue.
final class Areas {
    /// People, premises, risk and procedures are one subject to a reader.
    private static final String PEOPLE = "PPL";

    private static final List<String> JOINED = List.of("PHY", "RSK", "POL");
    private static final List<String> ORDER = List.of(
            "ACC", "BIL", "LIF", "INS", "EDG", "CRY", "BAK", "OPS", "LOG", "WAT", "REL", "INC", "PRI", PEOPLE, "MAI");

    private Areas() {}

    static String of(PromiseId id) {
        String letters = id.value().substring(0, 3);
        return JOINED.contains(letters) ? PEOPLE : letters;
    }

    /// Areas that the catalogue does not know come last.
    static int rank(String area) {
        int rank = ORDER.indexOf(area);
        return rank < 0 ? ORDER.size() : rank;
    }

    static String name(String area, Words words) {
        return Optional.of("area." + area).flatMap(words::find).orElse(area);
    }
}
