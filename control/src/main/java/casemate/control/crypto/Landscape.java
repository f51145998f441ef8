package casemate.control.crypto;

import casemate.base.Json;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/// The door of this room: what is in use now, judged.
public final class Landscape {
    private final Supplier<List<AssetSource>> sources;
    private final Verdicts verdicts;
    private final Clock clock;

    Landscape(Supplier<List<AssetSource>> sources, Verdicts verdicts, Clock clock) {
        this.sources = sources;
        this.verdicts = verdicts;
        this.clock = clock;
    }

    /// What needs somebody first, then by place and name.
    public List<Judged> now() {
        return sources.get().stream()
                .flatMap(s -> s.assets().stream())
                .map(a -> verdicts.judge(a, clock.instant()))
                .sorted(Comparator.comparing((Judged j) -> j.verdict().fine())
                        .thenComparing(j -> j.asset().where())
                        .thenComparing(j -> j.asset().kind())
                        .thenComparing(j -> j.asset().name()))
                .toList();
    }

    /// The same as a CycloneDX bill of materials.
    Json.Obj bom() {
        return Bom.of(now(), verdicts, clock.instant());
    }

    public Verdicts verdicts() {
        return verdicts;
    }
}
