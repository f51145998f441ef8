package casemate.control.inventory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One thing that is kept, for the page: however many columns hold it.
///
/// @param reasons why, for how long and under which key, each combination once
record Kept(String words, List<Personal> reasons) {
    Kept {
        reasons = List.copyOf(reasons);
    }

    /// What becoming a customer fills comes first.
    static List<Kept> of(List<Field> fields) {
        Map<String, Set<Personal>> reasons = new LinkedHashMap<>();
        fields.stream()
                .map(Field::personal)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(p -> !p.signUp()))
                .forEach(p -> reasons.computeIfAbsent(p.whatWords(), _ -> new LinkedHashSet<>())
                        // Whether sign-up fills it makes it no other thing for its reader.
                        .add(new Personal(p.what(), p.why(), p.until(), p.key(), false)));
        return reasons.entrySet().stream()
                .map(e -> new Kept(e.getKey(), new ArrayList<>(e.getValue())))
                .toList();
    }
}
