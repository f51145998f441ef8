package casemate.vault.aws;

import casemate.base.Refusal;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which key of AWS KMS is the root key.
///
/// @param region such as `eu-west-3`
/// @param endpoint where KMS answers there
/// @param key its id or ARN. No alias: whoever moves one makes all that the first key wrapped unreadable
public record KmsPlace(String region, URI endpoint, String key) {
    private static final Pattern REGION = Pattern.compile("[a-z]{2,3}(?:-[a-z]{2,12}){1,3}-[1-9][0-9]?");
    private static final String ID =
            "(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})";
    private static final Pattern KEY = Pattern.compile("(?:arn:aws[a-z-]{0,20}:kms:([a-z0-9-]+):[0-9]{12}:key/)?" + ID);
    private static final int HTTPS = 443;

    public KmsPlace {
        Matcher named = KEY.matcher(key);
        boolean here = "127.0.0.1".equals(endpoint.getHost()) || "localhost".equals(endpoint.getHost());
        boolean safe = "https".equals(endpoint.getScheme()) || ("http".equals(endpoint.getScheme()) && here);
        boolean bare = endpoint.getRawPath() != null
                && (endpoint.getRawPath().isEmpty() || endpoint.getRawPath().equals("/"))
                && endpoint.getRawQuery() == null
                && endpoint.getRawUserInfo() == null;
        if (!REGION.matcher(region).matches() || !safe || !bare) {
            throw Refusal.invalid(
                    "key-service-malformed",
                    "AWS KMS is given as aws-kms:REGION, such as aws-kms:eu-west-3, and --keys-endpoint as"
                            + " https://HOST.");
        }
        if (!named.matches() || (named.group(1) != null && !named.group(1).equals(region))) {
            throw Refusal.invalid(
                    "key-service-key-malformed",
                    "--keys-name takes the key's id or ARN in that region, not an alias: an alias can be moved.");
        }
        // Without a usual port, as HTTP clients write the host.
        String port = endpoint.getPort() < 0 || (endpoint.getPort() == HTTPS && "https".equals(endpoint.getScheme()))
                ? ""
                : ":" + endpoint.getPort();
        endpoint = URI.create(endpoint.getScheme() + "://" + endpoint.getHost() + port + "/");
    }

    /// @param endpoint where KMS answers, if not at its public name: a VPC's own, or a FIPS one
    public static KmsPlace of(String region, Optional<URI> endpoint, String key) {
        String end = region.startsWith("cn-") ? ".amazonaws.com.cn/" : ".amazonaws.com/";
        if (!REGION.matcher(region).matches()) {
            return new KmsPlace(region, URI.create("https://kms.invalid/"), key);
        }
        return new KmsPlace(region, endpoint.orElseGet(() -> URI.create("https://kms." + region + end)), key);
    }
}
