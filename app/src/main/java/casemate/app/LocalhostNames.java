package casemate.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Locale;
import java.util.stream.Stream;

/// Names under `localhost` are this machine (RFC 6761, 6.3). Browsers know that; the C library's resolver does not
/// everywhere.
public final class LocalhostNames extends InetAddressResolverProvider {
    private static final String LOCALHOST = "localhost";

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver builtin = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                if (!isLocal(host)) {
                    return builtin.lookupByName(host, policy);
                }
                // With the name that was asked for: TLS sends it to the server.
                return Stream.of(InetAddress.getByAddress(
                        host, InetAddress.getLoopbackAddress().getAddress()));
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return builtin.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "localhost";
    }

    private static boolean isLocal(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals(LOCALHOST) || lower.endsWith("." + LOCALHOST);
    }
}
