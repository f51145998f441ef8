package casemate.waf;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.ftw.CoreRules;
import casemate.waf.seclang.RuleSource;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The worst requests known, through whole transactions: none fails inside, and none takes time out of proportion to
/// its size. What is over a limit is blocked in the firewall's own name.
class AdversarialInputsTest {
    private static final Path DEBIAN = Path.of("/usr/share/modsecurity-crs");

    /// So that the large and the deep are read to their end, not refused at once.
    private static final String WIDE_LIMITS = """
            SecRequestBodyNoFilesLimit 13107200
            SecRequestBodyJsonDepthLimit 20000
            """;

    private static final String NESTED_QUANTIFIERS = """
            SecRuleEngine On
            SecRequestBodyAccess On
            SecRule ARGS "@rx (?:a+)+$" "id:1,phase:2,pass,capture"
            SecRule ARGS "@rx (a|a)*b" "id:2,phase:2,pass,capture,t:urlDecodeUni,t:htmlEntityDecode"
            SecRule ARGS "@rx ((a{1,9}){1,9}){1,9}b" "id:3,phase:2,pass,capture"
            SecRule ARGS "@rx ^(.*)(.*)(.*)(.*)x$" "id:4,phase:2,pass,capture,t:compressWhitespace"
            SecRule ARGS "@rx (?:\\s*'\\s*)*or(?:\\s*'\\s*)*$" "id:5,phase:2,pass,capture,t:lowercase"
            SecRule ARGS "@rx (a+)c\\1d" "id:6,phase:2,pass,capture"
            """;

    /// What four times the size may cost: twelve times leaves room for caches, collection of garbage and neighbours,
    /// and still tells a square (sixteen) from a line (four).
    private static final long MOST_TIMES = 12;

    /// Less than this is noise.
    private static final long LEAST_NANOS = 20_000_000;

    private static final int ATTEMPTS = 3;

    /// Which limit each of these is over.
    private static final Map<String, FailClosed> LIMITS = Map.of(
            "arguments", FailClosed.ARGUMENTS_LIMIT,
            "cookies", FailClosed.HEADERS_LIMIT,
            "a large cookie", FailClosed.HEADERS_LIMIT,
            "headers", FailClosed.HEADERS_LIMIT,
            "deep JSON", FailClosed.REQUEST_BODY_UNREADABLE,
            "wide JSON", FailClosed.REQUEST_BODY_UNREADABLE,
            "deep XML", FailClosed.REQUEST_BODY_UNREADABLE,
            "multipart", FailClosed.REQUEST_BODY_UNREADABLE);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @TestFactory
    Stream<DynamicTest> theCoreRuleSetExaminesEverythingInProportionateTime() {
        return tests(core(WIDE_LIMITS), Stream.concat(HostileRequest.values(), HostileRequest.shapes()));
    }

    @TestFactory
    Stream<DynamicTest> theBaselineExaminesEverythingInProportionateTime() {
        FirewallConfig baseline = FirewallConfig.of(RuleSource.baseline()).withText("limits", WIDE_LIMITS);
        return tests(Firewall.load(baseline), Stream.concat(HostileRequest.values(), HostileRequest.shapes()));
    }

    @TestFactory
    Stream<DynamicTest> nestedQuantifiersTakeProportionateTime() {
        Firewall firewall = Firewall.load(FirewallConfig.ofText(NESTED_QUANTIFIERS + WIDE_LIMITS));
        return tests(firewall, HostileRequest.values());
    }

    @Test
    void whatIsOverALimitIsBlockedInTheFirewallsOwnName() {
        // without the rules that would block the same before
        Firewall firewall = core("""
                SecRuleRemoveById 200002 200003 200004 949100 949110
                SecRequestBodyLimit 2000000
                SecArgumentsLimit 5000
                """);
        LIMITS.forEach((name, limit) ->
                assertThat(blocked(firewall, named(name))).as(name).isEqualTo(limit.ruleId()));
        HostileRequest.Sent large = HostileRequest.Sent.post("text/plain", "a".repeat(3_000_000));
        assertThat(blocked(firewall, large)).isEqualTo(FailClosed.REQUEST_BODY_LIMIT.ruleId());
    }

    @Test
    void moreThanRulesCanCountIsBlockedInTheFirewallsOwnName() {
        Firewall firewall = Firewall.load(FirewallConfig.ofText("""
                SecRuleEngine On
                SecRule ARGS_NAMES "@rx ." "id:1,phase:2,pass,nolog,setvar:'tx.count_%{MATCHED_VAR_NAME}=+1'"
                """));
        String names = IntStream.range(0, 20_000).mapToObj(i -> "a" + i + "=1").collect(Collectors.joining("&"));
        assertThat(blocked(firewall, HostileRequest.Sent.get("/?" + names)))
                .isEqualTo(FailClosed.COLLECTIONS_LIMIT.ruleId());
    }

    private static Firewall core(String more) {
        Assumptions.assumeTrue(Files.isDirectory(DEBIAN), "the Debian package modsecurity-crs is not installed");
        CoreRules core = CoreRules.at(DEBIAN);
        return Firewall.load(
                FirewallConfig.in(core.rules()).withText("core", core.blocking(CoreRules.MOST_PARANOIA) + more));
    }

    private static Stream<DynamicTest> tests(Firewall firewall, Stream<HostileRequest> requests) {
        return requests.map(request -> DynamicTest.dynamicTest(request.name(), () -> examine(firewall, request)));
    }

    private static void examine(Firewall firewall, HostileRequest request) {
        HostileRequest.Sent quarter = request.quarter();
        HostileRequest.Sent whole = request.sent();
        long[] times = new long[2];
        boolean proportionate = IntStream.range(0, ATTEMPTS).anyMatch(_ -> {
            times[0] = Math.max(LEAST_NANOS, nanos(firewall, quarter));
            times[1] = nanos(firewall, whole);
            return times[1] <= MOST_TIMES * times[0];
        });
        assertThat(proportionate)
                .as("%s: %d ns for a quarter, %d ns for the whole", request.name(), times[0], times[1])
                .isTrue();
    }

    private static long nanos(Firewall firewall, HostileRequest.Sent sent) {
        long before = THREADS.getCurrentThreadCpuTime();
        Transaction transaction = sent.through(firewall);
        long nanos = THREADS.getCurrentThreadCpuTime() - before;
        assertThat(transaction.matches()).extracting(RuleMatch::id).doesNotContain(FailClosed.INTERNAL_ERROR.ruleId());
        return nanos;
    }

    private static HostileRequest.Sent named(String name) {
        return HostileRequest.shapes()
                .filter(request -> request.name().equals(name))
                .findFirst()
                .orElseThrow()
                .sent();
    }

    /// The rule that blocked it, or zero.
    private static long blocked(Firewall firewall, HostileRequest.Sent sent) {
        return sent.through(firewall).verdict() instanceof Verdict.Block block ? block.ruleId() : 0;
    }
}
