package casemate.control.crypto;

import casemate.base.Json;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The door of this room: what is in use now, judged.
public final class Landscape {
    private static final int STRONG = 256;

    /// What the hosts' volumes are encrypted by, as their agents say.
    private final Set<String> volumes = new ConcurrentSkipListSet<>();

    private final Supplier<List<AssetSource>> sources;
    private final Verdicts verdicts;
    private final Clock clock;

    Landscape(Supplier<List<AssetSource>> sources, Verdicts verdicts, Clock clock) {
        this.sources = sources;
        this.verdicts = verdicts;
        this.clock = clock;
    }

    /// A host tells by which algorithms it encrypts volumes.
    ///
    /// @param algorithms as the list of [Verdicts] knows them; none where it does not encrypt
    public void volumesBy(Collection<String> algorithms) {
        volumes.addAll(algorithms);
    }

    private Stream<Asset> volumes() {
        return volumes.stream().map(each -> Asset.algorithm("volumes." + each, each, STRONG, "volumes"));
    }

    /// What needs somebody first, then by place and name.
    public List<Judged> now() {
        return Stream.concat(sources.get().stream().flatMap(s -> s.assets().stream()), volumes())
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
