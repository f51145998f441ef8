package casemate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class LocalhostNamesTest {
    @Test
    void names_under_localhost_are_this_machine_and_keep_their_name() throws UnknownHostException {
        for (InetAddress address : InetAddress.getAllByName("trust.casemate.localhost")) {
            assertThat(address.isLoopbackAddress()).isTrue();
            // What TLS tells the server; the edge has no certificate for plain localhost.
            assertThat(address.getHostName()).isEqualTo("trust.casemate.localhost");
        }
    }
}
