package casemate.edge.entry;

import casemate.edge.http1.Head;
import casemate.wire.Access;
import casemate.wire.Device;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One route's rules made ready for many questions.
public final class Rules {
    private final String host;
    private final Access access;
    private final Ranges ranges;
    private final Map<String, Device> enrolled;
    private final Map<String, Device> waiting;
    private final Checks checks;

    /// What is really looked at; all but in a lab, where a drill has to see the difference.
    ///
    /// @param addresses whether ranges count (EDG-3)
    /// @param cookies whether cookies are verified (ACC-6)
    public record Checks(boolean addresses, boolean cookies) {
        public static final Checks ALL = new Checks(true, true);
    }

    Rules(String host, Access access, Checks checks) {
        this.host = host;
        this.access = access;
        this.ranges = Ranges.of(access.ranges());
        this.enrolled = byDigest(access, false);
        this.waiting = byDigest(access, true);
        this.checks = checks;
    }

    /// Looked up by a digest, so what time tells is about the digest of a guess, not about a secret.
    private static Map<String, Device> byDigest(Access access, boolean waiting) {
        return access.devices().stream()
                .filter(device -> device.waiting() == waiting)
                .collect(Collectors.toUnmodifiableMap(Device::digest, Function.identity(), (one, _) -> one));
    }

    Access access() {
        return access;
    }

    public String host() {
        return host;
    }

    public Optional<String> password() {
        return access.password();
    }

    public long generation() {
        return access.generation();
    }

    public boolean signOn() {
        return access.signOn();
    }

    /// Who asks for this, and what they may do about a refusal.
    public Verdict judge(InetAddress from, Head request, Seal seal, Passes passes, Enrolments opened, Instant now) {
        boolean address = access.byAddress() && (!checks.addresses() || ranges.contains(from));
        Optional<String> device = access.byDevice() ? device(request, opened, now) : Optional.empty();
        boolean screen = access.byDevice() && (!checks.cookies() || device.isPresent());
        boolean password =
                access.password().isPresent() && (!checks.cookies() || shows(Way.PASSWORD, request, seal, now));
        boolean signOn = access.signOn()
                && (!checks.cookies()
                        || passes.of(request, host, access.generation()).isPresent());
        boolean in = switch (access.need()) {
            case ANY -> address || screen || password || signOn;
            case ALL ->
                hasWay()
                        && address == access.byAddress()
                        && screen == access.byDevice()
                        && password == access.password().isPresent()
                        && signOn == access.signOn();
        };
        if (in) {
            return new Verdict.In(device);
        }
        boolean lost =
                access.need() == Access.Need.ALL && (address != access.byAddress() || screen != access.byDevice());
        boolean askPassword = access.password().isPresent() && !password;
        boolean askSignOn = access.signOn() && !signOn;
        return lost || !(askPassword || askSignOn) ? new Verdict.Refused() : new Verdict.Asked(askPassword, askSignOn);
    }

    private boolean hasWay() {
        return access.byAddress() || access.byDevice() || access.password().isPresent() || access.signOn();
    }

    private boolean shows(Way way, Head request, Seal seal, Instant now) {
        for (String value : Cookies.values(request, way.cookie())) {
            if (seal.holds(value, way, this, now)) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> device(Head request, Enrolments opened, Instant now) {
        List<String> shown = Cookies.values(request, Way.DEVICE.cookie());
        for (String secret : shown) {
            String digest = Codes.digest(secret);
            Device known = enrolled.get(digest);
            if (known == null) {
                known = opened.code(digest).map(waiting::get).orElse(null);
            }
            if (known != null && now.isBefore(known.expires())) {
                return Optional.of(known.id());
            }
        }
        return Optional.empty();
    }

    /// The device whose link holds this code, while the link may still be opened.
    public Optional<Device> linked(String code, Enrolments opened, Instant now) {
        String digest = Codes.digest(code);
        return Optional.ofNullable(waiting.get(digest))
                .filter(_ -> !opened.used(digest))
                .filter(device ->
                        now.isBefore(device.linkUntil().orElse(Instant.MIN)) && now.isBefore(device.expires()));
    }

    boolean waits(String code) {
        return waiting.containsKey(code);
    }

    /// What a proof by this way is bound to besides the host: it ends when this changes.
    String bond(Way way) {
        return access.generation() + "\0"
                + (way == Way.PASSWORD ? access.password().orElse("") : "");
    }
}
