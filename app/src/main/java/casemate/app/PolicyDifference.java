package casemate.app;

import casemate.base.Json;
import casemate.promise.Policy;
import casemate.promise.PolicyLeaves;
import casemate.promise.PromiseId;
import casemate.promise.PromiseMade;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One way in which two policies differ.
///
/// @param what `added`, `removed` or the name of what changed
/// @param before as canonical JSON or text; empty for an added promise
/// @param after the same; empty for a removed promise
record PolicyDifference(PromiseId promise, String what, String before, String after) {
    static List<PolicyDifference> between(Policy first, Policy second) {
        SortedMap<PromiseId, PromiseMade> before = made(first);
        SortedMap<PromiseId, PromiseMade> after = made(second);
        TreeSet<PromiseId> all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        List<PolicyDifference> differences = new ArrayList<>();
        for (PromiseId id : all) {
            Optional<PromiseMade> old = Optional.ofNullable(before.get(id));
            Optional<PromiseMade> young = Optional.ofNullable(after.get(id));
            if (old.isPresent() && young.isPresent()) {
                compare(id, old.get(), young.get(), differences);
            } else {
                differences.add(new PolicyDifference(
                        id,
                        young.isPresent() ? "added" : "removed",
                        old.map(PolicyDifference::sentence).orElse(""),
                        young.map(PolicyDifference::sentence).orElse("")));
            }
        }
        return differences;
    }

    String line() {
        return switch (what) {
            case "added" -> promise + " added: " + after;
            case "removed" -> promise + " removed: " + before;
            default -> promise + " " + what + ": " + before + " → " + after;
        };
    }

    Json json() {
        return Json.object()
                .put("promise", promise.value())
                .put("what", what)
                .put("before", before)
                .put("after", after)
                .build();
    }

    private static void compare(
            PromiseId id, PromiseMade before, PromiseMade after, List<PolicyDifference> differences) {
        Map<String, Json> old = before.json().members();
        Map<String, Json> young = after.json().members();
        TreeSet<String> members = new TreeSet<>(old.keySet());
        members.addAll(young.keySet());
        // The hash of the file differs by itself.
        members.remove("policy");
        for (String member : members) {
            String was = text(old, member);
            String is = text(young, member);
            if (!was.equals(is)) {
                differences.add(new PolicyDifference(id, member, was, is));
            }
        }
    }

    private static String text(Map<String, Json> members, String name) {
        return members.containsKey(name) ? members.get(name).text() : "";
    }

    private static String sentence(PromiseMade made) {
        return made.sentence().values().iterator().next();
    }

    private static SortedMap<PromiseId, PromiseMade> made(Policy policy) {
        return PolicyLeaves.made(policy).stream()
                .collect(Collectors.toMap(PromiseMade::promise, Function.identity(), (a, _) -> a, TreeMap::new));
    }
}
