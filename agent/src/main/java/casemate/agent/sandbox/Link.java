package casemate.agent.sandbox;

import java.time.Duration;
import java.util.List;

/// The one cable of a pod: a pair of virtual interfaces, one end on the host, one moved into the pod's network
/// namespace. It vanishes with that namespace.
final class Link {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final String INSIDE = "eth0";

    private Link() {}

    static String name(Names names, Address address, Walls walls) {
        return (walls.traffic() ? names.walledLinks() : names.openLinks()) + "x" + address.label();
    }

    /// @param holder the process whose network namespace the pod's end moves into
    /// @param route whether the pod gets a way past its own pair of addresses
    static void lay(String name, Address address, long holder, boolean route) throws InterruptedException {
        HostTool.run(BOUND, "ip", "link", "delete", name);
        HostTool.must(BOUND, """
                        link add %s type veth peer name %s netns %d
                        address add %s/31 dev %1$s
                        link set %1$s up
                        """.formatted(name, INSIDE, holder, address.host()), "ip", "-batch", "-");
        layInside(address, holder, route);
    }

    /// The far end goes into another pod's network instead of the host's.
    ///
    /// @param world the process that holds that network
    /// @param addresses what answers there besides the far end itself
    static void lay(String name, Address address, long holder, long world, List<String> addresses)
            throws InterruptedException {
        HostTool.must(
                BOUND,
                "link add %s netns %d type veth peer name %s netns %d\n".formatted(name, world, INSIDE, holder),
                "ip",
                "-batch",
                "-");
        StringBuilder far =
                new StringBuilder("address add %s/31 dev %s\nlink set %2$s up\n".formatted(address.host(), name));
        addresses.forEach(each -> far.append("address add %s/32 dev lo\n".formatted(each)));
        inside(world, far.toString());
        layInside(address, holder, true);
    }

    private static void layInside(Address address, long holder, boolean route) throws InterruptedException {
        inside(
                holder,
                "address add %s/31 dev %s\nlink set %2$s up\n".formatted(address.pod(), INSIDE)
                        + (route ? "route add default via %s\n".formatted(address.host()) : ""));
    }

    private static void inside(long holder, String lines) throws InterruptedException {
        HostTool.must(BOUND, lines, "nsenter", "--net=/proc/" + holder + "/ns/net", "ip", "-batch", "-");
    }
}
