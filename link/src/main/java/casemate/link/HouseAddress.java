package casemate.link;

import casemate.base.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a node finds its house.
///
/// @param host a name or a literal address; looked up at each connection
/// @param port from 1 to 65535
public record HouseAddress(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]{2,45})]|([A-Za-z0-9._-]{1,253})):([0-9]{1,5})");
    private static final Pattern HOST = Pattern.compile("[0-9a-fA-F:.]{2,45}|[A-Za-z0-9._-]{1,253}");
    private static final int MOST_PORT = 65_535;

    /// @throws Refusal `house-malformed`
    public HouseAddress {
        if (!HOST.matcher(host).matches() || port < 1 || port > MOST_PORT) {
            throw malformed();
        }
    }

    /// @param typed such as `192.0.2.1:8444`, `house.example:8444` or `[2001:db8::1]:8444`
    /// @throws Refusal `house-malformed`
    public static HouseAddress parse(String typed) {
        Matcher parts = FORM.matcher(typed);
        if (!parts.matches()) {
            throw malformed();
        }
        String literal = parts.group(1);
        return new HouseAddress(literal == null ? parts.group(2) : literal, Integer.parseInt(parts.group(3)));
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static Refusal malformed() {
        return Refusal.invalid(
                "house-malformed", "A house is given as HOST:PORT, as its --nodes-port says: 192.0.2.1:8444");
    }
}
