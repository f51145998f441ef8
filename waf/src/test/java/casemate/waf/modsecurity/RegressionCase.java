package casemate.waf.modsecurity;

import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One case of ModSecurity: rules, one transaction, and what must come of it.
///
/// @param status of the answer; 200 when nothing stops it
/// @param debugLog a pattern on what the engine notes while it works; empty when nothing is asked
record RegressionCase(
        String file,
        String title,
        boolean enabled,
        String resource,
        List<String> rules,
        Client client,
        Request request,
        Response response,
        int status,
        boolean refused,
        String debugLog,
        String errorLog) {
    RegressionCase {
        rules = List.copyOf(rules);
    }

    record Client(String address, int port, String serverAddress, int serverPort) {}

    record Request(String method, String target, String version, List<LooseJson.Member> headers, Bytes body) {
        Request {
            headers = List.copyOf(headers);
        }
    }

    record Response(List<LooseJson.Member> headers, String protocol, Bytes body) {
        Response {
            headers = List.copyOf(headers);
        }
    }

    String id() {
        return file + ": " + title;
    }

    static List<RegressionCase> of(String file, String json) {
        List<RegressionCase> cases = new ArrayList<>();
        for (Object element : LooseJson.list(LooseJson.parse(json))) {
            cases.add(of(file, LooseJson.members(element)));
        }
        return cases;
    }

    private static RegressionCase of(String file, Map<String, Object> c) {
        Map<String, Object> expected = child(c, "expected");
        Map<String, Object> client = child(c, "client");
        Map<String, Object> server = child(c, "server");
        return new RegressionCase(
                file,
                text(c, "title", ""),
                !text(c, "enabled", "1").equals("0"),
                text(c, "resource", ""),
                LooseJson.list(c.getOrDefault("rules", List.of())).stream()
                        .map(String::valueOf)
                        .toList(),
                new Client(
                        text(client, "ip", "127.0.0.1"),
                        Integer.parseInt(text(client, "port", "12345")),
                        text(server, "ip", "127.0.0.1"),
                        Integer.parseInt(text(server, "port", "80"))),
                request(child(c, "request")),
                response(child(c, "response")),
                Integer.parseInt(text(expected, "http_code", "200")),
                expected.containsKey("parser_error"),
                text(expected, "debug_log", ""),
                text(expected, "error_log", ""));
    }

    private static Request request(Map<String, Object> request) {
        return new Request(
                text(request, "method", "GET"),
                text(request, "uri", "/"),
                "HTTP/" + text(request, "http_version", "1.1"),
                headers(request),
                body(request));
    }

    private static Response response(Map<String, Object> response) {
        return new Response(
                headers(response), "HTTP/" + text(response, "protocol", "1.1").replace("HTTP/", ""), body(response));
    }

    private static List<LooseJson.Member> headers(Map<String, Object> message) {
        return LooseJson.list(message.getOrDefault("headers", List.of())).stream()
                .map(LooseJson.Member.class::cast)
                .toList();
    }

    private static Bytes body(Map<String, Object> message) {
        return Optional.ofNullable(message.get("body"))
                .map(b -> Bytes.utf8(LooseJson.lines(b)))
                .orElse(Bytes.EMPTY);
    }

    private static Map<String, Object> child(Map<String, Object> parent, String name) {
        return LooseJson.members(parent.getOrDefault(name, List.of()));
    }

    private static String text(Map<String, Object> parent, String name, String otherwise) {
        return parent.get(name) instanceof String s ? s : otherwise;
    }
}
