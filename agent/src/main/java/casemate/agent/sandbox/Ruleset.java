package casemate.agent.sandbox;

import casemate.base.Json;
import casemate.base.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What `nft -j list` said, without what changes by itself, so that two can be compared: what was meant, and what is.
///
/// @param objects tables, sets, chains and rules, in the kernel's order
/// @param packets what its named counters have counted
record Ruleset(List<Json> objects, long packets) {
    static final Duration BOUND = Duration.ofSeconds(20);
    /// Two thousand pods' rules on one host are about 1 MB.
    private static final int MAX_BYTES = 4 << 20;

    /// Numbers that the kernel gives or counts.
    private static final Set<String> VOLATILE = Set.of("handle", "packets", "bytes");

    /// How the kernel shows these rules: they are loaded in a network namespace of their own, which then vanishes. So
    /// the comparison depends on no release's way of printing.
    static Ruleset meant(String rules) throws InterruptedException {
        return read(HostTool.must(
                BOUND,
                rules,
                "unshare",
                "--net",
                "sh",
                "-c",
                "nft -f - && exec nft -j list ruleset",
                "casemate-meant"));
    }

    static Ruleset read(String listing) {
        try {
            Json.Obj all = Json.parseObject(listing.getBytes(StandardCharsets.UTF_8), MAX_BYTES);
            List<Json> objects = new ArrayList<>();
            long packets = 0;
            for (Json each : all.list("nftables", json -> json)) {
                if (each instanceof Json.Obj o && !o.members().containsKey("metainfo")) {
                    packets += counted(o);
                    objects.add(settled(o));
                }
            }
            return new Ruleset(List.copyOf(objects), packets);
        } catch (Refusal e) {
            throw new java.io.UncheckedIOException(new IOException("nft said what cannot be read: " + e.getMessage()));
        }
    }

    boolean same(Ruleset other) {
        return objects.equals(other.objects);
    }

    private static long counted(Json.Obj object) {
        return object.find("counter").isPresent() && object.get("counter") instanceof Json.Obj counter
                ? counter.integer("packets")
                : 0;
    }

    private static Json settled(Json json) {
        return switch (json) {
            case Json.Obj o -> {
                Map<String, Json> members = new LinkedHashMap<>();
                o.members().forEach((name, value) -> {
                    if (!VOLATILE.contains(name)) {
                        members.put(name, name.equals("elem") ? sorted(value) : settled(value));
                    }
                });
                yield new Json.Obj(members);
            }
            case Json.Arr a ->
                new Json.Arr(a.elements().stream().map(Ruleset::settled).toList());
            case Json.Text _, Json.Num _, Json.Bool _, Json.Nil _ -> json;
        };
    }

    /// A set's elements have no order of their own.
    private static Json sorted(Json elements) {
        return elements instanceof Json.Arr a
                ? new Json.Arr(a.elements().stream()
                        .sorted(Comparator.comparing(e -> new String(e.canonical(), StandardCharsets.UTF_8)))
                        .toList())
                : elements;
    }
}
