package casemate.app;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.waf.bench.Figures;
import casemate.waf.bench.Meter;
import casemate.waf.bench.SampleRequests;
import casemate.waf.text.Bytes;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `casemate waf bench`: what the firewall costs on this machine.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Measures the firewall's processor time per request on this machine, for twelve kinds of request.")
final class WafBenchCommand implements Callable<Integer> {
    private static final double MOST_SECONDS = 600;
    private static final int MOST_TIMES = 1_000_000;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Processor time for each kind of request. Usual: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final WafRulesOption rules = new WafRulesOption();

    private final Surroundings surroundings;

    WafBenchCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
            throw Refusal.invalid("seconds", "The seconds are above 0 and at most " + (int) MOST_SECONDS + ".");
        }
        Progress progress = new Progress(surroundings);
        Meter meter = progress.step("loading the rules", () -> Meter.load(rules.blocking()));
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> request : SampleRequests.all().entrySet()) {
            Bytes bytes = Bytes.of(request.getValue());
            meter.run(bytes, MOST_TIMES, seconds); // until what it needs is compiled
            figures.put(
                    request.getKey(),
                    progress.step("measuring " + request.getKey(), () -> meter.run(bytes, MOST_TIMES, seconds)));
        }
        print(meter, figures);
        return CommandLines.DONE;
    }

    private void print(Meter meter, Map<String, Figures> figures) {
        PrintWriter out = surroundings.out();
        if (json) {
            out.println(Json.array(figures.entrySet().stream().toList(), e -> json(e.getKey(), e.getValue()))
                    .text());
            return;
        }
        out.printf(
                Locale.ROOT,
                "rules to ready %.2f s, retained %.1f MB%n",
                meter.loadNanos() / 1e9,
                meter.retainedBytes() / 1e6);
        out.printf(
                "%-26s %6s %10s %10s %10s %10s %12s%n", "request", "answer", "CPU us", "p50", "p99", "p99.9", "bytes");
        figures.forEach((name, f) -> out.printf(
                Locale.ROOT,
                "%-26s %6d %10.1f %10.1f %10.1f %10.1f %12d%n",
                name,
                f.status(),
                f.micros(),
                f.median() / 1e3,
                f.p99() / 1e3,
                f.p999() / 1e3,
                f.allocated() / f.times()));
        out.flush();
    }

    private static Json json(String name, Figures f) {
        return Json.object()
                .put("request", name)
                .put("answer", f.status())
                .put("times", f.times())
                .put("nanos", f.threadNanos() / f.times())
                .put("median", f.median())
                .put("p99", f.p99())
                .put("p999", f.p999())
                .put("bytes", f.allocated() / f.times())
                .build();
    }
}
