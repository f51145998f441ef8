package casemate.agent.attack;

import casemate.agent.health.HealthProbe;
import casemate.promise.Finding;
import casemate.wire.Upstream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// INS-2: from inside one pod, tries to reach another and the host; from the host, a port that was not declared.
final class TrafficAttack implements WallDrill.Attack {
    private static final int UNDECLARED_PORT = 8081;
    /// Of the host's addresses, the first few: each costs an attempt.
    private static final int MAX_ADDRESSES = 4;
    /// Lines of a whole run: those of the script, one per address of the host, and three from the host's side.
    private static final int EXPECTED = 14;

    @Override
    public Finding on(CanaryPair pair) throws IOException, InterruptedException {
        try (HostEar ear = HostEar.open()) {
            List<String> addresses = hostAddresses(pair.attacker().address());
            Map<String, Boolean> results = new TreeMap<>(pair.attack(
                    "attack-traffic.sh",
                    List.of(
                            pair.victim().marker(),
                            pair.attacker().marker(),
                            ear.marker(),
                            pair.victim().address(),
                            pair.attacker().address(),
                            String.valueOf(ear.port()),
                            String.join(" ", addresses))));
            results.put("host-datagram", ear.heard());
            results.put(
                    "control-edge-reaches-port",
                    reached(pair, pair.victim().pod().upstreams().getFirst().port()));
            results.put("host-reaches-undeclared-port", reached(pair, UNDECLARED_PORT));
            return Attempts.judge(results, EXPECTED + addresses.size(), "past the instance's network wall.");
        }
    }

    private static boolean reached(CanaryPair pair, int port) {
        return HealthProbe.ask(new Upstream(pair.victim().address(), port), "probe.invalid", "/")
                .good();
    }

    /// The host's end of the attacker's cable first, then its other addresses.
    private static List<String> hostAddresses(String attacker) throws IOException {
        List<String> addresses = new ArrayList<>();
        byte[] gateway = InetAddress.getByName(attacker).getAddress();
        gateway[3]--;
        addresses.add(InetAddress.getByAddress(gateway).getHostAddress());
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .filter(a -> !addresses.contains(a))
                .limit(MAX_ADDRESSES)
                .forEach(addresses::add);
        return addresses;
    }
}
