package casemate.wire;

import casemate.base.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What one edge saw since its last report. Sent every few seconds, and sent again until control has taken it.
///
/// @param edge its name
/// @param number rises by one with each report of this run; control takes each once
/// @param run tells one start of the edge from another
/// @param snapshot the version that the edge works from
/// @param bans that this edge has made since
/// @param blocks what the firewall saw, a bounded selection
/// @param devices that were used
/// @param counts per host that had visitors
/// @param certificates all that are in use, when that has changed and now and then; empty says nothing new
public record EdgeReport(
        String edge,
        String run,
        long number,
        Instant at,
        long snapshot,
        List<BanReport> bans,
        List<BlockReport> blocks,
        List<DeviceUse> devices,
        List<HostCount> counts,
        List<CertificateReport> certificates) {
    private static final String TYPE = "edge-report.v1";
    public static final int MAX_BYTES = 16 << 20;

    public EdgeReport {
        bans = List.copyOf(bans);
        blocks = List.copyOf(blocks);
        devices = List.copyOf(devices);
        counts = List.copyOf(counts);
        certificates = List.copyOf(certificates);
    }

    /// A ban and what it rests on.
    ///
    /// @param evidence one line for operators: what was seen, how often, where, and no full address
    public record BanReport(Ban ban, Instant since, String evidence) {
        public Json json() {
            return Json.object()
                    .put("ban", ban.json())
                    .put("since", since)
                    .put("evidence", evidence)
                    .build();
        }

        public static BanReport read(Json json) {
            Json.Obj o = Fields.of(json).only("ban", "since", "evidence");
            return new BanReport(Ban.read(o.get("ban")), o.instant("since"), o.text("evidence"));
        }
    }

    /// A request that rules of the firewall spoke against.
    ///
    /// @param request its id, as the visitor was shown it
    /// @param network of the visitor, as the access log holds it
    /// @param path without the query
    /// @param blocked whether it was refused
    public record BlockReport(
            String request,
            Instant at,
            String host,
            String network,
            String method,
            String path,
            boolean blocked,
            List<RuleHit> rules) {
        public BlockReport {
            rules = List.copyOf(rules);
        }

        Json json() {
            return Json.object()
                    .put("request", request)
                    .put("at", at)
                    .put("host", host)
                    .put("network", network)
                    .put("method", method)
                    .put("path", path)
                    .put("blocked", blocked)
                    .put("rules", Json.array(rules, RuleHit::json))
                    .build();
        }

        static BlockReport read(Json json) {
            Json.Obj o = Fields.of(json).only("request", "at", "host", "network", "method", "path", "blocked", "rules");
            return new BlockReport(
                    o.text("request"),
                    o.instant("at"),
                    o.text("host"),
                    o.text("network"),
                    o.text("method"),
                    o.text("path"),
                    o.bool("blocked"),
                    o.list("rules", RuleHit::read));
        }
    }

    /// One rule that matched.
    ///
    /// @param variable where, such as `ARGS:content`: what an exclusion would name
    public record RuleHit(long rule, String message, String variable) {
        Json json() {
            return Json.object()
                    .put("rule", rule)
                    .put("message", message)
                    .put("variable", variable)
                    .build();
        }

        static RuleHit read(Json json) {
            Json.Obj o = Fields.of(json).only("rule", "message", "variable");
            return new RuleHit(o.integer("rule"), o.text("message"), o.text("variable"));
        }
    }

    /// When a display device last came in.
    ///
    /// @param enrolled when its link was opened just then: SHA-256 in base64url of the secret that its cookie got
    public record DeviceUse(String device, Instant at, Optional<String> enrolled) {
        Json json() {
            Json.Builder o = Json.object().put("device", device).put("at", at);
            enrolled.ifPresent(digest -> o.put("enrolled", digest));
            return o.build();
        }

        static DeviceUse read(Json json) {
            Json.Obj o = Fields.of(json).only("device", "at", "enrolled");
            return new DeviceUse(
                    o.text("device"), o.instant("at"), o.find("enrolled").map(_ -> o.text("enrolled")));
        }
    }

    /// What went through for one host since the last report.
    ///
    /// @param requests all
    /// @param blocked by the firewall
    /// @param refused by address, device, password, limits or bans
    /// @param failed answers of 500 and above
    /// @param bytes of answers
    /// @param slowestMillis the slowest answer
    public record HostCount(
            String host, long requests, long blocked, long refused, long failed, long bytes, long slowestMillis) {
        Json json() {
            return Json.object()
                    .put("host", host)
                    .put("requests", requests)
                    .put("blocked", blocked)
                    .put("refused", refused)
                    .put("failed", failed)
                    .put("bytes", bytes)
                    .put("slowestMillis", slowestMillis)
                    .build();
        }

        static HostCount read(Json json) {
            Json.Obj o =
                    Fields.of(json).only("host", "requests", "blocked", "refused", "failed", "bytes", "slowestMillis");
            return new HostCount(
                    o.text("host"),
                    o.integer("requests"),
                    o.integer("blocked"),
                    o.integer("refused"),
                    o.integer("failed"),
                    o.integer("bytes"),
                    o.integer("slowestMillis"));
        }
    }

    /// A certificate in use.
    ///
    /// @param source who issued it: `local` or `acme`
    /// @param trouble why it could not be renewed; empty when nothing is wrong
    public record CertificateReport(String host, String source, Instant from, Instant until, String trouble) {
        Json json() {
            return Json.object()
                    .put("host", host)
                    .put("source", source)
                    .put("from", from)
                    .put("until", until)
                    .put("trouble", trouble)
                    .build();
        }

        static CertificateReport read(Json json) {
            Json.Obj o = Fields.of(json).only("host", "source", "from", "until", "trouble");
            return new CertificateReport(
                    o.text("host"), o.text("source"), o.instant("from"), o.instant("until"), o.text("trouble"));
        }
    }

    public byte[] encode() {
        return Json.object()
                .put("type", TYPE)
                .put("edge", edge)
                .put("run", run)
                .put("number", number)
                .put("at", at)
                .put("snapshot", snapshot)
                .put("bans", Json.array(bans, BanReport::json))
                .put("blocks", Json.array(blocks, BlockReport::json))
                .put("devices", Json.array(devices, DeviceUse::json))
                .put("counts", Json.array(counts, HostCount::json))
                .put("certificates", Json.array(certificates, CertificateReport::json))
                .build()
                .canonical();
    }

    public static EdgeReport decode(byte[] bytes) {
        Json.Obj o = Json.parseObject(bytes, MAX_BYTES)
                .only(
                        "type",
                        "edge",
                        "run",
                        "number",
                        "at",
                        "snapshot",
                        "bans",
                        "blocks",
                        "devices",
                        "counts",
                        "certificates");
        Fields.type(o, TYPE);
        return new EdgeReport(
                o.text("edge"),
                o.text("run"),
                o.integer("number"),
                o.instant("at"),
                o.integer("snapshot"),
                o.list("bans", BanReport::read),
                o.list("blocks", BlockReport::read),
                o.list("devices", DeviceUse::read),
                o.list("counts", HostCount::read),
                o.list("certificates", CertificateReport::read));
    }
}
