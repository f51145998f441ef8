package casemate.waf;

import casemate.waf.seclang.Directive;
import casemate.waf.seclang.RuleFiles;
import casemate.waf.seclang.RuleSource;
import casemate.waf.seclang.RuleText;
import casemate.waf.state.CollectionStore;
import casemate.waf.state.MemoryCollectionStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/// What a [Firewall] is made of. Each `with` gives a changed copy.
///
/// @param files where rules and the lists that they name are looked for
/// @param rules read one after the other
/// @param collections where what rules remember between transactions lies
/// @param ids makes `UNIQUE_ID`s
public record FirewallConfig(
        RuleFiles files, List<Source> rules, CollectionStore collections, InstantSource clock, Supplier<String> ids) {
    /// Rules to be read.
    @FunctionalInterface
    public interface Source {
        List<Directive> read();
    }

    public FirewallConfig {
        rules = List.copyOf(rules);
    }

    /// Without rules; relative names are looked for in the directory.
    public static FirewallConfig in(Path directory) {
        return new FirewallConfig(
                RuleFiles.from(directory),
                List.of(),
                new MemoryCollectionStore(),
                InstantSource.system(),
                () -> UUID.randomUUID().toString());
    }

    /// The rules of one file and of all that it includes.
    public static FirewallConfig of(Path file) {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        return in(directory == null ? absolute : directory).withFile(absolute);
    }

    /// Rules that were read already, such as those that are found where nobody names any.
    public static FirewallConfig of(RuleSource source) {
        FirewallConfig without = in(Path.of("."));
        return new FirewallConfig(
                source.files(), List.of(source::directives), without.collections(), without.clock(), without.ids());
    }

    /// Rules given as text, which name no files.
    public static FirewallConfig ofText(String rules) {
        return in(Path.of(".")).withText("rules", rules);
    }

    public FirewallConfig withFile(Path file) {
        return with(() -> RuleText.parse(files, file));
    }

    /// @param name what places in the text are called
    /// @param text one character for each byte
    public FirewallConfig withText(String name, String text) {
        return with(() -> RuleText.parse(files, name, text));
    }

    public FirewallConfig withCollections(CollectionStore store) {
        return new FirewallConfig(files, rules, store, clock, ids);
    }

    public FirewallConfig withClock(InstantSource source) {
        return new FirewallConfig(files, rules, collections, source, ids);
    }

    public FirewallConfig withIds(Supplier<String> makes) {
        return new FirewallConfig(files, rules, collections, clock, makes);
    }

    private FirewallConfig with(Source source) {
        List<Source> more = new ArrayList<>(rules);
        more.add(source);
        return new FirewallConfig(files, more, collections, clock, ids);
    }
}
