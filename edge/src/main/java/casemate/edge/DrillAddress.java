package casemate.edge;

import java.net.InetAddress;
import java.util.random.RandomGenerator;

/// Addresses for drills to come from: all of 127.0.0.0/8 is this machine, and nobody else uses the upper half.
final class DrillAddress {
    private static final int UPPER_HALF = 128;

    private DrillAddress() {}

    static InetAddress any(RandomGenerator chance) {
        return InetAddress.ofLiteral(
                "127." + chance.nextInt(UPPER_HALF, 255) + "." + chance.nextInt(256) + "." + chance.nextInt(1, 255));
    }
}
