package casemate.bench;

import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The values of an everyday request, as rules see them.
record BenchRequest(String name, Map<Variable, List<Bytes>> content) {
    private static final List<String> HEADERS = List.of(
            "www.example.com",
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
            "en-US,en;q=0.5",
            "gzip, deflate, br");
    private static final String PROSE =
            "The quick brown fox jumps over the lazy dog, and then it sat down to think about"
                    + " what to order for dinner. Nobody could select a table from the menu; still, they were happy (and hungry).";
    private static final String QUOTES = "\"It's John's turn,\" said Anna, \"or isn't it?\" 'No,' he replied; \"it's"
            + " Mary's -- and that's that!\" She'd like (at least) 2 of them: the `old` one & the 'new' one = $5.";

    static List<BenchRequest> all() {
        return List.of(
                of("GET, 5 headers", List.of()),
                of("GET, 10 args", words(10, "shoes size 42 blue")),
                of("POST form 2 KB", words(10, PROSE)),
                of("POST JSON 4 KB", words(100, "Maria Weber, Berlin")),
                of("quote-heavy text 2 KB", words(10, QUOTES)));
    }

    private static List<String> words(int count, String text) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(text + " " + i);
        }
        return values;
    }

    private static BenchRequest of(String name, List<String> arguments) {
        Map<Variable, List<Bytes>> content = new EnumMap<>(Variable.class);
        content.put(Variable.REQUEST_HEADERS, bytes(HEADERS));
        content.put(
                Variable.REQUEST_HEADERS_NAMES,
                bytes(List.of("Host", "User-Agent", "Accept", "Accept-Language", "Accept-Encoding")));
        content.put(Variable.REQUEST_URI, bytes(List.of("/shop/products?category=shoes&page=2")));
        content.put(Variable.REQUEST_URI_RAW, bytes(List.of("/shop/products?category=shoes&page=2")));
        content.put(Variable.REQUEST_LINE, bytes(List.of("GET /shop/products?category=shoes&page=2 HTTP/1.1")));
        content.put(Variable.REQUEST_FILENAME, bytes(List.of("/shop/products")));
        content.put(Variable.REQUEST_BASENAME, bytes(List.of("products")));
        content.put(Variable.REQUEST_METHOD, bytes(List.of("GET")));
        content.put(Variable.QUERY_STRING, bytes(List.of("category=shoes&page=2")));
        content.put(Variable.REQUEST_COOKIES, bytes(List.of("a3fWa0bd7e5f2c9b18", "GA1.2.1234567.1700000")));
        content.put(Variable.REQUEST_COOKIES_NAMES, bytes(List.of("session", "_ga")));
        content.put(Variable.ARGS, bytes(arguments));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            names.add("field_" + i);
        }
        content.put(Variable.ARGS_NAMES, bytes(names));
        return new BenchRequest(name, content);
    }

    private static List<Bytes> bytes(List<String> texts) {
        return texts.stream().map(Bytes::latin1).toList();
    }

    List<Bytes> values(Variable variable) {
        return content.getOrDefault(variable, List.of());
    }
}
