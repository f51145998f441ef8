package casemate.app.secret;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;

/// Where the strongroom is, and what opens it this once.
///
/// @param address such as `https://strongroom.example:8443/`
/// @param pin of its key
public record StrongroomPlace(URI address, String pin, TokenFile token) {
    /// Whether it is another machine than this, as far as addresses tell.
    boolean separate() {
        try {
            for (InetAddress each : InetAddress.getAllByName(address.getHost())) {
                if (each.isLoopbackAddress() || NetworkInterface.getByInetAddress(each) != null) {
                    return false;
                }
            }
            return true;
        } catch (IOException _) {
            // Doubt claims nothing.
            return false;
        }
    }
}
