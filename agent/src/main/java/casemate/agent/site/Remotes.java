package casemate.agent.site;

import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.wire.SiteAccess;
import casemate.wire.SitePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sites beyond this host, as rclone is told of them.
final class Remotes {
    private static final Pattern HOST_KEY = Pattern.compile(
            "((?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) [A-Za-z0-9+/=]{40,1000})(?: .*)?");
    private static final Pattern PRIVATE_KEY = Pattern.compile(
            "\\s*-----BEGIN [A-Z ]*PRIVATE KEY-----\\n[A-Za-z0-9+/=\\n]+-----END [A-Z ]*PRIVATE KEY-----\\s*");
    private static final Pattern ACCESS_KEY = line("aws_access_key_id");
    private static final Pattern SECRET_KEY = line("aws_secret_access_key");
    private static final Pattern AREA = line("region");

    private Remotes() {}

    /// An account without a shell has no checksums of its own; what is written is read back instead.
    static RemoteSite sftp(SitePlace.Sftp place, SiteAccess access) {
        String key = access.credentials().revealText();
        if (!PRIVATE_KEY.matcher(key).matches()) {
            throw malformed("An SFTP site needs a private key file without a passphrase, as ssh-keygen writes it.");
        }
        String name = place.port() == SitePlace.SSH ? place.host() : "[" + place.host() + "]:" + place.port();
        List<String> known = new ArrayList<>();
        for (String each : access.hostKeys().lines().toList()) {
            Matcher matcher = HOST_KEY.matcher(each.strip());
            if (!matcher.matches()) {
                throw malformed("A host key is written as in known_hosts: ssh-ed25519 AAAA…");
            }
            known.add(name + " " + matcher.group(1) + "\n");
        }
        if (known.isEmpty()) {
            throw Refusal.invalid(
                    "host-key-needed",
                    "An SFTP site needs its server's host keys: the lines of ssh-keyscan, compared with what its owner says.");
        }
        return new RemoteSite(
                new RemoteSite.Reached(place.host(), place.port()),
                place.path(),
                Secret.of("""
            [site]
            type = sftp
            host = %s
            port = %d
            user = %s
            key_file = /tmp/site.key
            known_hosts_file = /tmp/site.hosts
            shell_type = none
            md5sum_command = none
            sha1sum_command = none
            disable_hashcheck = true
            set_modtime = false
            """.formatted(place.host(), place.port(), place.user())),
                Secret.of(key.strip() + "\n"),
                String.join("", known));
    }

    /// Parts of 32 MiB: an archive may grow to 300 GiB.
    static RemoteSite bucket(SitePlace.Bucket place, SiteAccess access) {
        String text = access.credentials().revealText();
        Optional<String> id = find(ACCESS_KEY, text);
        Optional<String> secret = find(SECRET_KEY, text);
        if (id.isEmpty() || secret.isEmpty()) {
            throw malformed("An S3 site needs a file with aws_access_key_id = … and aws_secret_access_key = …");
        }
        String config = """
            [site]
            type = s3
            provider = Other
            endpoint = %s
            access_key_id = %s
            secret_access_key = %s
            region = %s
            force_path_style = true
            no_check_bucket = true
            chunk_size = 32M
            upload_concurrency = 1
            """.formatted(
                place.endpoint(), id.get(), secret.get(), find(AREA, text).orElse(""));
        return new RemoteSite(
                new RemoteSite.Reached(place.endpoint().getHost(), place.port()),
                place.bucket() + (place.prefix().isEmpty() ? "" : "/" + place.prefix()),
                Secret.of(config),
                Secret.of(""),
                "");
    }

    private static Pattern line(String name) {
        return Pattern.compile("(?m)^\\s*" + name + "\\s*=\\s*([A-Za-z0-9/+=._-]{1,200})\\s*$");
    }

    private static Optional<String> find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Refusal malformed(String why) {
        return Refusal.invalid("credentials-malformed", why);
    }
}
