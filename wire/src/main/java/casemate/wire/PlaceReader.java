package casemate.wire;

import casemate.base.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads where a site is.
final class PlaceReader {
    static final int HTTP = 80;
    static final int HTTPS = 443;
    private static final int MAX_PORT = 65_535;

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern SFTP =
            Pattern.compile("sftp://([a-z_][a-z0-9_.-]{0,31})@([^/@:]+)(?::([0-9]{1,5}))?/(.*)");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    /// What needs no quoting anywhere.
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._/-]*");
    /// Where nobody listens in on what is sent in the clear.
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");

    private PlaceReader() {}

    static SitePlace parse(String text) {
        if (text.length() > SitePlace.MAX_CHARS) {
            throw malformed("A site's place has at most " + SitePlace.MAX_CHARS + " characters.");
        }
        if (text.startsWith("sftp:")) {
            return sftp(text);
        }
        if (text.startsWith("s3:")) {
            return bucket(text.substring("s3:".length()));
        }
        if (text.startsWith("/")) {
            return directory(text);
        }
        throw malformed("A site's place is /a/directory, sftp://user@host:port/path or s3:https://host/bucket/prefix.");
    }

    private static SitePlace directory(String text) {
        if (text.chars().anyMatch(Character::isISOControl) || (text + "/").contains("/../")) {
            throw malformed("A site's directory is absolute and does not go up.");
        }
        return new SitePlace.Directory(Path.of(text).normalize());
    }

    private static SitePlace sftp(String text) {
        Matcher matcher = SFTP.matcher(text);
        if (!matcher.matches() || !HOST.matcher(matcher.group(2)).matches()) {
            throw malformed("An SFTP site is written sftp://user@host:port/path.");
        }
        int port = Optional.ofNullable(matcher.group(3)).map(Integer::parseInt).orElse(SitePlace.SSH);
        if (port < 1 || port > MAX_PORT || matcher.group(4).isEmpty()) {
            throw malformed("An SFTP site has a port from 1 to 65535 and a path.");
        }
        return new SitePlace.Sftp(matcher.group(1), matcher.group(2), port, clean(matcher.group(4)));
    }

    private static SitePlace bucket(String text) {
        try {
            URI uri = new URI(text);
            String host = Optional.ofNullable(uri.getHost()).orElse("");
            boolean clear = "http".equals(uri.getScheme()) && LOOPBACK.contains(host);
            if (!("https".equals(uri.getScheme()) || clear)
                    || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null
                    || !HOST.matcher(host).matches()) {
                throw malformed("An S3 site is written s3:https://host/bucket/prefix; https only, and no keys in it.");
            }
            String[] parts =
                    clean(Optional.ofNullable(uri.getRawPath()).orElse("")).split("/", 3);
            if (parts.length < 2 || !BUCKET.matcher(parts[1]).matches() || parts[1].contains("..")) {
                throw malformed("A bucket's name has 3 to 63 small letters, digits, dots and hyphens.");
            }
            URI endpoint = new URI(uri.getScheme(), null, host, uri.getPort(), null, null, null);
            return new SitePlace.Bucket(endpoint, parts[1], parts.length == 3 ? parts[2] : "");
        } catch (URISyntaxException _) {
            throw malformed("An S3 site is written s3:https://host/bucket/prefix.");
        }
    }

    private static String clean(String path) {
        String stripped = path.length() > 1 ? path.replaceAll("/+$", "") : path;
        if (!PATH.matcher(stripped).matches()
                || Path.of(stripped).normalize().startsWith("..")
                || ("/" + stripped + "/").contains("/../")) {
            throw malformed("A site's path has letters, digits, dots, hyphens and slashes, and does not go up.");
        }
        return stripped;
    }

    private static Refusal malformed(String why) {
        return Refusal.invalid("site-malformed", why);
    }
}
