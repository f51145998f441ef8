package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.wire.Route;
import casemate.wire.Shield;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a monitoring system reads of a real edge, read as it would.
class MetricsTest {
    private static final Pattern SAMPLE = Pattern.compile(
            "(casemate_edge_[a-z_]+)(\\{[a-z]+=\"[^\"]*\"(?:,[a-z]+=\"[^\"]*\")*})? ([0-9.]+|\\+Inf|NaN)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (casemate_edge_[a-z_]+) (counter|gauge|histogram)");

    @TempDir
    private Path directory;

    @Test
    void requests_handshakes_and_failures_are_counted_without_a_series_for_each_host() throws Exception {
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application acme = Application.saying("acme")) {
            house.apply(
                    1,
                    EdgeHouse.serving(EdgeHouse.ACME, acme.port()),
                    EdgeHouse.in(EdgeHouse.OTHER, Route.State.SUSPENDED));
            int port = house.edge.showMetrics("127.0.0.1", 0);
            assertThat(house.get(EdgeHouse.ACME, "/").status()).isEqualTo(200);
            assertThat(house.get(EdgeHouse.ACME, "/").status()).isEqualTo(200);
            assertThat(house.get(EdgeHouse.OTHER, "/").status()).isEqualTo(503);
            assertThatThrownBy(() -> house.connect("stranger." + EdgeHouse.DOMAIN))
                    .isInstanceOf(SSLException.class);

            String good = "requests_total{hosts=\"instance\",protocol=\"1.1\",status=\"2xx\"}";
            EdgeHouse.until(() -> scrape(port).getOrDefault(good, 0d) == 2);
            EdgeHouse.until(() -> scrape(port).getOrDefault("handshake_failures_total", 0d) >= 1);
            Map<String, Double> now = scrape(port);
            assertThat(now)
                    .containsEntry("requests_total{hosts=\"instance\",protocol=\"1.1\",status=\"5xx\"}", 1d)
                    .containsEntry("upstream_failures_total", 0d)
                    .containsEntry("request_duration_seconds_count", 3d)
                    .containsEntry("upstream_duration_seconds_count", 2d)
                    .containsEntry("upstream_duration_seconds_bucket{le=\"+Inf\"}", 2d)
                    .containsEntry("routes", 2d)
                    .containsEntry("snapshot_version", 1d)
                    .containsEntry("access_log_dropped_total", 0d);
            assertThat(handshakes(now)).isEqualTo(3);
            assertThat(now.get("certificate_first_end_timestamp_seconds{source=\"local\"}"))
                    .isGreaterThan(System.currentTimeMillis() / 1e3);
            assertThat(now.keySet()).noneMatch(series -> series.contains(EdgeHouse.DOMAIN) || series.contains("ins_"));
        }
    }

    private static double handshakes(Map<String, Double> now) {
        return now.entrySet().stream()
                .filter(e -> e.getKey().startsWith("handshakes_total"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    @Test
    void what_the_firewall_s_rules_take_is_counted_where_there_is_a_firewall() throws Exception {
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application acme = Application.saying("acme")) {
            house.apply(
                    1,
                    EdgeHouse.serving(EdgeHouse.ACME, acme.port(), Shield.USUAL),
                    EdgeHouse.serving(EdgeHouse.OTHER, acme.port()));
            int port = house.edge.showMetrics("127.0.0.1", 0);
            EdgeHouse.until(() -> status(house, EdgeHouse.ACME) == 200);
            assertThat(status(house, EdgeHouse.OTHER)).isEqualTo(200);
            assertThat(scrape(port))
                    .containsEntry("firewall_duration_seconds_count", 1d)
                    .containsEntry("firewall_duration_seconds_bucket{le=\"+Inf\"}", 1d)
                    .hasEntrySatisfying(
                            "firewall_duration_seconds_sum",
                            sum -> assertThat(sum).isPositive());
        }
    }

    private static int status(EdgeHouse house, String host) {
        try {
            return house.get(host, "/").status();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void an_instance_that_cannot_be_reached_counts_as_a_failure() throws Exception {
        try (EdgeHouse house = EdgeHouse.open(directory)) {
            int nobody;
            try (Application gone = Application.saying("gone")) {
                nobody = gone.port();
            }
            house.apply(1, EdgeHouse.serving(EdgeHouse.ACME, nobody));
            int port = house.edge.showMetrics("127.0.0.1", 0);
            assertThat(house.get(EdgeHouse.ACME, "/").status()).isGreaterThan(500);
            EdgeHouse.until(() -> scrape(port).getOrDefault("upstream_failures_total", 0d) == 1);
        }
    }

    @Test
    void only_the_loopback_shows_them_and_only_to_who_asks_for_it_by_its_own_name() throws Exception {
        try (EdgeHouse house = EdgeHouse.open(directory)) {
            assertThatThrownBy(() -> house.edge.showMetrics("0.0.0.0", 0)).isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> house.edge.showMetrics("localhost", 0)).isInstanceOf(Refusal.class);
            int port = house.edge.showMetrics("127.0.0.1", 0);
            assertThatThrownBy(() -> house.edge.showMetrics("127.0.0.1", port)).isInstanceOf(Refusal.class);
            assertThat(ask(port, "/metrics").statusCode()).isEqualTo(200);
            assertThat(ask(port, "/").statusCode()).isEqualTo(404);
            try (java.net.Socket socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream()
                        .write("GET /metrics HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 404");
            }
        }
    }

    private static HttpResponse<String> ask(int port, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Every line is a comment of a known form or a sample of a family that was announced.
    static Map<String, Double> scrape(int port) {
        HttpResponse<String> answer = ask(port, "/metrics");
        assertThat(answer.headers().firstValue("content-type").orElse("")).contains("version=0.0.4");
        assertThat(answer.body()).endsWith("\n");
        Map<String, Double> samples = new HashMap<>();
        Map<String, String> types = new HashMap<>();
        answer.body().lines().forEach(line -> {
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                assertThat(types.put(type.group(1), type.group(2))).as(line).isNull();
            } else if (sample.matches()) {
                String family = sample.group(1).replaceAll("_(bucket|sum|count)$", "");
                assertThat(types).as(line).containsKey(types.containsKey(sample.group(1)) ? sample.group(1) : family);
                String series = line.substring("casemate_edge_".length(), line.lastIndexOf(' '));
                assertThat(samples.put(series, value(sample.group(3)))).as(line).isNull();
            } else {
                assertThat(line).matches("# HELP casemate_edge_[a-z_]+ .*\\.");
            }
        });
        return samples;
    }

    private static double value(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }
}
