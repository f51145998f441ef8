package casemate.vault.aws;

import casemate.base.Refusal;
import casemate.base.Secret;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What AWS knows a caller by. Not a record: a record prints itself.
public final class AwsCredentials {
    private static final String VALUE = "([A-Za-z0-9/+=._-]{1,4096})";
    private static final Pattern ACCESS_KEY = line("aws_access_key_id");
    private static final Pattern SECRET_KEY = line("aws_secret_access_key");
    private static final Pattern SESSION_TOKEN = line("aws_session_token");
    private static final Pattern ON_ONE_LINE = Pattern.compile("([A-Z0-9]{16,128}):([A-Za-z0-9/+=]{16,128})");

    private final String accessKey;
    private final Secret secretKey;
    private final Optional<Secret> sessionToken;

    /// @param accessKey names the caller; no secret
    /// @param sessionToken belongs to credentials that run out
    public AwsCredentials(String accessKey, Secret secretKey, Optional<Secret> sessionToken) {
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.sessionToken = sessionToken;
    }

    /// Reads what AWS's own tools keep in a file (`aws_access_key_id = …`, `aws_secret_access_key = …`, perhaps
    /// `aws_session_token = …`), or `ACCESS-KEY:SECRET` on one line, as it stands in a strongroom.
    ///
    /// @throws Refusal `aws-credentials-malformed`, without what was read
    public static AwsCredentials parse(Secret said) {
        String text = said.revealText();
        Matcher line = ON_ONE_LINE.matcher(text.strip());
        if (line.matches()) {
            return new AwsCredentials(line.group(1), Secret.of(line.group(2)), Optional.empty());
        }
        Optional<String> access = find(ACCESS_KEY, text);
        Optional<String> secret = find(SECRET_KEY, text);
        if (access.isEmpty() || secret.isEmpty()) {
            throw Refusal.invalid(
                    "aws-credentials-malformed",
                    "Credentials for AWS are a file with aws_access_key_id = … and aws_secret_access_key = …");
        }
        return new AwsCredentials(
                access.get(), Secret.of(secret.get()), find(SESSION_TOKEN, text).map(Secret::of));
    }

    String accessKey() {
        return accessKey;
    }

    Secret secretKey() {
        return secretKey;
    }

    Optional<Secret> sessionToken() {
        return sessionToken;
    }

    private static Pattern line(String name) {
        return Pattern.compile("(?m)^\\s*" + name + "\\s*=\\s*" + VALUE + "\\s*$");
    }

    private static Optional<String> find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
