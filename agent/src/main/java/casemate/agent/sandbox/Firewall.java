package casemate.agent.sandbox;

import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The packet filter around the pods of one agent: one nftables table, replaced whole and atomically at each change.
///
/// From a pod: answers to connections that were opened from the host, and connections to its declared destinations. To
/// a pod: only its declared ports. Between pods, and through the host: nothing else. An address that is not the pod's
/// own is dropped before it is looked at.
final class Firewall {
    private static final Path FORWARDING = Path.of("/proc/sys/net/ipv4/ip_forward");
    private static final System.Logger LOG = System.getLogger(Firewall.class.getName());

    private final Names names;
    private final Map<String, Traffic> admitted = new TreeMap<>();

    Firewall(Names names) {
        this.names = names;
    }

    /// Lets pass what the pod has declared, and knows its address from a forged one.
    synchronized void admit(String link, Traffic traffic) throws InterruptedException {
        if (traffic.beyondHost() && !forwarding()) {
            throw Refusal.conflict(
                    "forwarding-off",
                    "The application has destinations beyond this host; switch on the host's net.ipv4.ip_forward.");
        }
        admitted.put(link, traffic);
        try {
            load();
        } catch (InterruptedException | RuntimeException e) {
            // What the kernel does not take must not keep the next pod's rules out.
            admitted.remove(link);
            throw e;
        }
    }

    private static boolean forwarding() {
        try {
            return Files.readString(FORWARDING).strip().equals("1");
        } catch (IOException _) {
            return false;
        }
    }

    synchronized void dismiss(String link) throws InterruptedException {
        if (admitted.remove(link) != null) {
            load();
        }
    }

    /// Walls stand before the first pod does.
    synchronized void load() throws InterruptedException {
        HostTool.must(Ruleset.BOUND, text(admitted), "nft", "-f", "-");
    }

    /// Looks whether what stands is what was meant, and puts it right when somebody flushed or changed it.
    synchronized void guard() throws InterruptedException {
        HostTool.Outcome now = HostTool.run(Ruleset.BOUND, "nft", "-j", "list", "table", "inet", names.table());
        if (!now.done() || !Ruleset.meant(text(admitted)).same(Ruleset.read(now.output()))) {
            LOG.log(System.Logger.Level.WARNING, "the packet filter around the pods was changed; it is put right");
            load();
        }
    }

    /// All rules, as a transaction that replaces those that stand.
    String text(Map<String, Traffic> pods) {
        StringBuilder own = new StringBuilder();
        StringBuilder open = new StringBuilder();
        StringBuilder leaving = new StringBuilder();
        StringBuilder chains = new StringBuilder();
        pods.forEach((link, traffic) -> {
            String pod = traffic.address().pod();
            listed(own, '"' + link + "\" . " + pod);
            traffic.ports().forEach(port -> listed(open, pod + " . " + port));
            if (!traffic.egress().isEmpty()) {
                listed(leaving, pod + " : jump from_" + link);
                chains.append("chain from_%s {\n%s\n}\n".formatted(link, String.join("\n", traffic.leaving())));
            }
        });
        boolean beyond = pods.values().stream().anyMatch(Traffic::beyondHost);
        return table(elements(own), elements(open), elements(leaving), chains.toString(), beyond ? masquerade() : "");
    }

    private String table(String own, String open, String leaving, String chains, String masquerade) {
        return """
            %1$s
            delete %1$s
            %1$s {
                set own { type ifname . ipv4_addr; %3$s }
                set open { type ipv4_addr . inet_service; %4$s }
                %6$s
                map leaving { type ipv4_addr : verdict; %5$s }
                chain prerouting {
                    type filter hook prerouting priority raw; policy accept;
                    iifname %2$s meta protocol != { ip, arp } drop
                    iifname %2$s meta protocol ip iifname . ip saddr != @own drop
                }
                chain input {
                    type filter hook input priority filter; policy accept;
                    iifname %2$s ct state established accept
                    iifname %2$s ip saddr vmap @leaving
                    iifname %2$s drop
                }
                chain output {
                    type filter hook output priority filter; policy accept;
                    oifname %2$s ip daddr . tcp dport @open accept
                    oifname %2$s ct state established ct direction reply accept
                    oifname %2$s drop
                }
                chain forward {
                    type filter hook forward priority filter; policy accept;
                    oifname %2$s iifname != %2$s ct state established,related ct direction reply accept
                    oifname %2$s drop
                    iifname %2$s ct state established accept
                    iifname %2$s ip saddr vmap @leaving
                    iifname %2$s drop
                }
                %7$s
            }
            """.formatted("table inet " + names.table(), any(), own, open, leaving, chains, masquerade);
    }

    /// What leaves for beyond the host bears the host's address: nobody out there knows a way to a pod.
    private String masquerade() {
        return """
                chain postrouting {
                    type nat hook postrouting priority srcnat; policy accept;
                    iifname %1$s oifname != %1$s masquerade
                }
                """.formatted(any());
    }

    /// Every pod's link.
    private String any() {
        return '"' + names.walledLinks() + "*\"";
    }

    private static void listed(StringBuilder list, String element) {
        list.append(list.isEmpty() ? "" : ", ").append(element);
    }

    private static String elements(StringBuilder list) {
        return list.isEmpty() ? "" : "elements = { " + list + " }";
    }
}
