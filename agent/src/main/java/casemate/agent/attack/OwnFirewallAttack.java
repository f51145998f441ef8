package casemate.agent.attack;

import casemate.agent.sandbox.Egress;
import casemate.agent.sandbox.HostTool;
import casemate.promise.Finding;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// INS-5: the pod's own packet filter alone, with no filter of the host's around it: tries to take it down from inside,
/// then what it forbids, from inside and from outside. The rest of the world is the other test pod's network.
final class OwnFirewallAttack implements WallDrill.Attack {
    /// Of the ranges kept for documentation (RFC 5737): nobody's, anywhere.
    private static final String DECLARED = "198.51.100.25";

    private static final String UNDECLARED = "192.0.2.80";
    /// Where clouds hand out a host's credentials (RFC 3927's range).
    private static final String METADATA = "169.254.169.254";

    static final List<String> WORLD = List.of(DECLARED, UNDECLARED, METADATA);
    static final List<Egress> EGRESS = List.of(Egress.parse(DECLARED + ":8080"));

    private static final Duration BOUND = Duration.ofSeconds(10);
    /// What an intruder with a tool of its own would try on the filter.
    private static final Map<String, List<String>> TAKE_DOWN = Map.of(
            "flushed", List.of("nft", "flush", "ruleset"),
            "table-deleted", List.of("nft", "delete", "table", "inet", "casemate"),
            "rule-inserted", List.of("nft", "insert", "rule", "inet", "casemate", "output", "accept"),
            "other-link-made", List.of("ip", "link", "add", "own0", "type", "dummy"));

    /// Lines of a whole run.
    private static final int EXPECTED = 17;

    @Override
    public Finding on(CanaryPair pair) throws IOException, InterruptedException {
        Map<String, Boolean> results = new TreeMap<>();
        results.put(
                "control-tool-runs",
                run(pair, List.of("nft", "--version")).output().startsWith("nftables"));
        for (Map.Entry<String, List<String>> each : TAKE_DOWN.entrySet()) {
            results.put(each.getKey(), run(pair, each.getValue()).done());
        }
        results.putAll(pair.attack(
                "attack-own-firewall.sh",
                List.of(
                        pair.victim().marker(),
                        pair.attacker().marker(),
                        pair.victim().address(),
                        pair.attacker().address(),
                        pair.attacker().gateway(),
                        DECLARED,
                        UNDECLARED,
                        METADATA)));
        results.putAll(pair.attackBack(
                "attack-own-firewall-outside.sh",
                List.of(pair.attacker().marker(), pair.attacker().address())));
        pair.attacker().pod().guard();
        // That it was this filter that stopped them, and that it stood unchanged all the while.
        results.put("control-filter-counted", pair.attacker().pod().space().dropped() > 0);
        results.put("changed", pair.attacker().pod().repairs() > 0);
        return Attempts.judge(results, EXPECTED, "past the instance's own firewall.");
    }

    private static HostTool.Outcome run(CanaryPair pair, List<String> tool) throws IOException, InterruptedException {
        return pair.attacker().pod().space().runHostTool(BOUND, tool);
    }
}
