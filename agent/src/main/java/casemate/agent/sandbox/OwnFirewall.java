package casemate.agent.sandbox;

import java.util.List;

/// A pod's own packet filter (INS-5), inside its network namespace: it holds though the host's filter be gone. Only the
/// edge gets in, from the host's end of the cable to a declared port; only declared destinations are reached; what
/// else is tried is dropped and counted.
///
/// The namespace belongs to the host's root and the pod's processes hold no capability in it, so nothing inside can
/// change this. It is raised before the cable is laid: there is no moment without it.
final class OwnFirewall {
    private static final String RAISE = "nft -f - && exec nft -j list ruleset";
    private static final System.Logger LOG = System.getLogger(OwnFirewall.class.getName());

    private final String pod;
    private final String rules;
    private final String namespace;
    private final Ruleset meant;
    private volatile long dropped;
    private volatile int repairs;

    private OwnFirewall(String pod, String rules, String namespace, Ruleset meant) {
        this.pod = pod;
        this.rules = rules;
        this.namespace = namespace;
        this.meant = meant;
    }

    /// @param holder the process that holds the pod's network namespace
    static OwnFirewall raise(String pod, Traffic traffic, long holder) throws InterruptedException {
        String rules = rules(traffic);
        OwnFirewall firewall = new OwnFirewall(pod, rules, "--net=/proc/" + holder + "/ns/net", Ruleset.meant(rules));
        firewall.load();
        return firewall;
    }

    /// Looks whether what stands is what was meant, and puts it right when it is not. Only root on this host can have
    /// changed it, by mistake or as an intruder: the operator has to know.
    synchronized void guard() throws InterruptedException {
        Ruleset now = Ruleset.read(
                HostTool.must(Ruleset.BOUND, "", "nsenter", namespace, HostTool.path("nft"), "-j", "list", "ruleset"));
        if (meant.same(now)) {
            dropped = now.packets();
            return;
        }
        repairs++;
        LOG.log(
                System.Logger.Level.WARNING,
                "the own firewall of {0} was not as it was made ({1} objects instead of {2}); it is put right",
                pod,
                now.objects().size(),
                meant.objects().size());
        load();
    }

    /// In one transaction, and read back. Without what was meant the pod must not run.
    private void load() throws InterruptedException {
        Ruleset now = Ruleset.read(
                HostTool.must(Ruleset.BOUND, rules, "nsenter", namespace, HostTool.path("sh"), "-c", RAISE));
        if (!meant.same(now)) {
            throw new java.io.UncheckedIOException(
                    new java.io.IOException("the pod's own firewall does not stand as it was meant"));
        }
        dropped = now.packets();
    }

    /// Packets that it has stopped, as of the last look.
    long dropped() {
        return dropped;
    }

    /// How often it was found changed.
    int repairs() {
        return repairs;
    }

    private static String rules(Traffic traffic) {
        return """
                flush ruleset
                table inet casemate {
                    counter dropped_in { }
                    counter dropped_out { }
                    chain input {
                        type filter hook input priority filter; policy drop;
                        iifname "lo" accept
                        ct state established,related accept
                %1$s
                        counter name dropped_in drop
                    }
                    chain output {
                        type filter hook output priority filter; policy drop;
                        oifname "lo" accept
                        ct state established,related accept
                %2$s
                        counter name dropped_out drop
                    }
                    chain forward {
                        type filter hook forward priority filter; policy drop;
                    }
                }
                """.formatted(lines(traffic.entering()), lines(traffic.leaving()));
    }

    private static String lines(List<String> rules) {
        return String.join("\n", rules);
    }
}
