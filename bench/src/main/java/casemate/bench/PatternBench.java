package casemate.bench;

import casemate.waf.pattern.BytePattern;
import casemate.waf.pattern.Matcher;
import casemate.waf.pattern.PatternRefused;
import casemate.waf.pattern.PatternSet;
import casemate.waf.pattern.Phrases;
import casemate.waf.seclang.ActionName;
import casemate.waf.seclang.Directive;
import casemate.waf.seclang.OperatorCall;
import casemate.waf.seclang.OperatorName;
import casemate.waf.seclang.RuleFiles;
import casemate.waf.seclang.RuleText;
import casemate.waf.seclang.Target;
import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What scanning the values of everyday requests by the pattern sets of a rule directory costs: rules of one phase
/// with the same targets and transformations are one set, as in the engine. Prints CPU time, bytes and allocation
/// per request, and the sets that took most of it. Transformations themselves are not part of it.
///
/// `java -cp ... casemate.bench.PatternBench RULES-DIRECTORY`
public final class PatternBench {
    private static final int WARM_UP = 400;
    private static final int ROUNDS = 400;
    private static final int WORST = 12;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private PatternBench() {}

    /// One set and the kinds of values that it scans.
    private record Group(String name, List<Variable> variables, PatternSet set) {}

    public static void main(String[] arguments) throws PatternRefused {
        long before = System.nanoTime();
        List<Group> groups = groups(Path.of(arguments[0]));
        int members = groups.stream().mapToInt(g -> g.set.size()).sum();
        System.out.printf(
                "%d sets with %d patterns and phrase lists, compiled in %d ms%n",
                groups.size(), members, (System.nanoTime() - before) / 1_000_000);
        PatternBench bench = new PatternBench();
        for (BenchRequest request : BenchRequest.all()) {
            bench.run(request, groups);
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf("heap in use after all: %d MB%n", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }

    private static List<Group> groups(Path directory) throws PatternRefused {
        RuleFiles files = RuleFiles.from(directory);
        Map<String, List<Matcher>> members = new LinkedHashMap<>();
        Map<String, List<Variable>> variables = new LinkedHashMap<>();
        for (Directive directive : RuleText.parse(files, "all", "Include " + directory + "/*.conf")) {
            if (directive instanceof Directive.Rule rule && rule.phase() <= 2) {
                for (Directive.Rule link : rule.chain().subList(0, 1)) {
                    String name = rule.phase() + " "
                            + link.targets().stream().map(Target::toString).collect(Collectors.joining("|")) + " "
                            + link.all(ActionName.T).collect(Collectors.joining(","));
                    Matcher matcher = matcher(files, link);
                    if (matcher != null) {
                        members.computeIfAbsent(name, _ -> new ArrayList<>()).add(matcher);
                        variables.put(
                                name,
                                link.targets().stream().map(Target::variable).toList());
                    }
                }
            }
        }
        List<Group> groups = new ArrayList<>();
        members.forEach((name, list) ->
                groups.add(new Group(name, variables.getOrDefault(name, List.of()), PatternSet.of(list))));
        return groups;
    }

    private static @Nullable Matcher matcher(RuleFiles files, Directive.Rule rule) throws PatternRefused {
        OperatorCall call = rule.operator().orElse(null);
        if (call == null || call.argument().contains("%{")) {
            return null;
        } else if (call.name() == OperatorName.RX) {
            return BytePattern.compile(call.argument());
        } else if (call.name() == OperatorName.PM) {
            return phrases(call.argument().replace(' ', '\n'));
        } else if (call.name() == OperatorName.PM_FROM_FILE) {
            return phrases(files.data(call.argument(), call.place()).toLatin1());
        }
        return null;
    }

    private static Phrases phrases(String lines) {
        return Phrases.of(lines.lines()
                .map(String::strip)
                .filter(l -> !l.startsWith("#"))
                .map(Bytes::latin1)
                .toList());
    }

    private void run(BenchRequest request, List<Group> groups) {
        long[] bits = new long[8];
        long[] perGroup = new long[groups.size()];
        for (int i = 0; i < WARM_UP; i++) {
            scan(request, groups, bits, perGroup);
        }
        java.util.Arrays.fill(perGroup, 0);
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long cpu = threads.getCurrentThreadCpuTime();
        long bytes = 0;
        for (int i = 0; i < ROUNDS; i++) {
            bytes += scan(request, groups, bits, perGroup);
        }
        cpu = threads.getCurrentThreadCpuTime() - cpu;
        allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
        System.out.printf(
                "%n%s: %.1f us, %d bytes scanned, %.2f ns/byte, %d bytes allocated%n",
                request.name(), cpu / 1e3 / ROUNDS, bytes / ROUNDS, (double) cpu / bytes, allocated / ROUNDS);
        List<Integer> order = new ArrayList<>();
        for (int g = 0; g < perGroup.length; g++) {
            order.add(g);
        }
        order.sort(Comparator.comparingLong(g -> -perGroup[g]));
        for (int g : order.subList(0, Math.min(WORST, order.size()))) {
            String name = groups.get(g).name;
            System.out.printf(
                    "  %8.2f us  %2d members  %s%n",
                    perGroup[g] / 1e3 / ROUNDS,
                    groups.get(g).set.size(),
                    name.length() > 100 ? name.substring(0, 100) : name);
        }
    }

    private static long scan(BenchRequest request, List<Group> groups, long[] bits, long[] perGroup) {
        long bytes = 0;
        for (int g = 0; g < perGroup.length; g++) {
            Group group = groups.get(g);
            long start = System.nanoTime();
            for (int v = 0; v < group.variables.size(); v++) {
                List<Bytes> values = request.values(group.variables.get(v));
                for (int k = 0; k < values.size(); k++) {
                    Bytes value = values.get(k);
                    group.set.scan(value, bits);
                    bytes += value.length();
                }
            }
            perGroup[g] += System.nanoTime() - start;
        }
        return bytes;
    }
}
