package casemate.agent.sandbox;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// The packet filter around the pods of one agent: one nftables table, replaced whole and atomically at each change.
///
/// From a pod: only answers to connections that were opened from the host. To a pod: only its declared port. Between
/// pods, and through the host: nothing. An address that is not the pod's own is dropped before it is looked at.
final class Firewall {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Names names;
    private final Map<String, Rule> rules = new TreeMap<>();

    private record Rule(String pod, int port) {}

    Firewall(Names names) {
        this.names = names;
    }

    /// Lets the host open connections to this pod's declared port, and knows its address from a forged one.
    synchronized void admit(String link, Address address, int port) throws InterruptedException {
        rules.put(link, new Rule(address.pod(), port));
        load();
    }

    synchronized void dismiss(String link) throws InterruptedException {
        if (rules.remove(link) != null) {
            load();
        }
    }

    /// Walls stand before the first pod does.
    synchronized void load() throws InterruptedException {
        HostTool.must(BOUND, text(), "nft", "-f", "-");
    }

    private String text() {
        String table = "table inet " + names.table();
        String any = '"' + names.walledLinks() + "*\"";
        StringBuilder own = new StringBuilder();
        StringBuilder open = new StringBuilder();
        rules.forEach((link, rule) -> {
            own.append(own.isEmpty() ? "" : ", ")
                    .append('"')
                    .append(link)
                    .append("\" . ")
                    .append(rule.pod());
            open.append(open.isEmpty() ? "" : ", ")
                    .append(rule.pod())
                    .append(" . ")
                    .append(rule.port());
        });
        return """
                %1$s
                delete %1$s
                %1$s {
                    set own { type ifname . ipv4_addr; %3$s }
                    set open { type ipv4_addr . inet_service; %4$s }
                    chain prerouting {
                        type filter hook prerouting priority raw; policy accept;
                        iifname %2$s meta protocol != { ip, arp } drop
                        iifname %2$s meta protocol ip iifname . ip saddr != @own drop
                    }
                    chain input {
                        type filter hook input priority filter; policy accept;
                        iifname %2$s ct state established accept
                        iifname %2$s drop
                    }
                    chain output {
                        type filter hook output priority filter; policy accept;
                        oifname %2$s ip daddr . tcp dport @open accept
                        oifname %2$s drop
                    }
                    chain forward {
                        type filter hook forward priority filter; policy accept;
                        iifname %2$s drop
                        oifname %2$s drop
                    }
                }
                """.formatted(table, any, elements(own), elements(open));
    }

    private static String elements(StringBuilder list) {
        return list.isEmpty() ? "" : "elements = { " + list + " }";
    }
}
