package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.blueprint.Blueprint.ImageFile;
import casemate.agent.blueprint.Blueprints;
import casemate.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages of the blueprint `files`, run by PHP's own server, with people whom nobody signed in.
class SharedFolderTest {
    private static final String BOUNDARY = "casemate-boundary";
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([0-9a-f]{64})\"");
    private static final String EVIL = "\"><script>alert(1)<&script>";

    @TempDir
    private Path data;

    private final HttpClient client = HttpClient.newHttpClient();
    private Path root;
    private int port;
    private Process php;

    record Page(int status, String body) {
        String token() {
            Matcher matcher = TOKEN.matcher(body);
            assertThat(matcher.find()).as(body).isTrue();
            return matcher.group(1);
        }
    }

    @BeforeEach
    void start() throws IOException {
        root = Files.createDirectories(data.resolve("volume"));
        Path program = Files.createDirectories(data.resolve("program"));
        Path site = data.resolve("site.php");
        for (ImageFile file :
                Blueprints.read(Path.of("../blueprints")).get("files").image().files()) {
            if (file.path().endsWith(".php")) {
                Files.writeString(
                        program.resolve(Path.of(file.path()).getFileName()),
                        file.text()
                                .replace("/usr/share/casemate/lib", program.toString())
                                .replace("/config/site.php", site.toString()));
            }
        }
        Files.writeString(
                site,
                "<?php return array('title' => '<b>Ours</b>', 'language' => 'en', 'url' => 'https://ours.example',"
                        + " 'forms' => 'key', 'root' => '" + root + "');");
        // What Apache would say of who is there.
        Files.writeString(
                program.resolve("router.php"),
                "<?php $_SERVER['REMOTE_USER'] = $_SERVER['HTTP_WHO'] ?? '';"
                        + " $_SERVER['OIDC_CLAIM_name'] = $_SERVER['HTTP_WHO'] ?? ''; require __DIR__ . '/index.php';");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        php = new ProcessBuilder("php", "-d", "display_errors=1", "-S", "127.0.0.1:" + port, program + "/router.php")
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("php.log").toFile())
                .start();
        Eventually.until("PHP", Duration.ofSeconds(60), this::listens);
    }

    @AfterEach
    void stop() throws InterruptedException {
        php.destroy();
        php.waitFor();
    }

    @Test
    void files_and_folders_are_made_shown_and_removed() throws Exception {
        String token = ask("ann", "").token();
        assertThat(send("ann", "", Map.of("token", token, "act", "folder", "name", "Zdjęcia"))
                        .status())
                .isEqualTo(303);
        assertThat(upload("ann", "Zdjęcia", token, "bread & butter.txt", "flour")
                        .status())
                .isEqualTo(303);
        assertThat(Files.readString(root.resolve("Zdjęcia/bread & butter.txt"))).isEqualTo("flour");
        assertThat(ask("ann", "Zdjęcia").body())
                .contains("bread &amp; butter.txt", "/data/Zdj%C4%99cia/bread%20%26%20butter.txt");
        assertThat(upload("ann", "Zdjęcia", token, "bread & butter.txt", "other")
                        .status())
                .as("nothing is written over")
                .isEqualTo(422);
        assertThat(Files.readString(root.resolve("Zdjęcia/bread & butter.txt"))).isEqualTo("flour");
        Map<String, String> folder = Map.of("token", token, "act", "delete", "name", "Zdjęcia");
        assertThat(send("ann", "", folder).body()).contains("That folder is not empty.");
        assertThat(send("ann", "Zdjęcia", Map.of("token", token, "act", "delete", "name", "bread & butter.txt"))
                        .status())
                .isEqualTo(303);
        assertThat(send("ann", "", folder).status()).isEqualTo(303);
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void nothing_that_is_typed_leads_out_of_the_folder() throws Exception {
        Files.writeString(data.resolve("secret.txt"), "secret");
        Files.createDirectories(root.resolve(".hidden"));
        String token = ask("ann", "").token();
        for (String path : List.of("..", "../", "/", "a/../..", "./", ".hidden", "%2e%2e", "..\\", "a\0b", "x/")) {
            assertThat(ask("ann", path).status()).as(path).isEqualTo(404);
        }
        for (String name : List.of(
                "..",
                ".",
                "",
                " ",
                "../out",
                "/out",
                "a/b",
                "a\\b",
                ".htaccess",
                "a\nb",
                "a\0b",
                "\u202Egpj.exe",
                "x".repeat(256),
                "../secret.txt")) {
            for (String act : List.of("folder", "delete")) {
                assertThat(send("ann", "", Map.of("token", token, "act", act, "name", name))
                                .status())
                        .as(act + " " + name)
                        .isEqualTo(422);
            }
        }
        for (String name : List.of("..", ".htaccess", "\u202Egpj.exe")) {
            assertThat(upload("ann", "", token, name, "x").status()).as(name).isEqualTo(422);
        }
        // PHP itself drops what stands before the last slash.
        assertThat(upload("ann", "", token, "../../out.txt", "x").status()).isEqualTo(303);
        assertThat(root.resolve("out.txt")).exists();
        try (Stream<Path> beside = Files.list(data)) {
            assertThat(beside.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder("volume", "program", "site.php", "php.log", "secret.txt");
        }
    }

    @Test
    void names_from_outside_are_shown_as_text() throws Exception {
        String token = ask(EVIL, "").token();
        assertThat(send(EVIL, "", Map.of("token", token, "act", "folder", "name", EVIL))
                        .status())
                .isEqualTo(303);
        Page page = ask(EVIL, EVIL);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body() + ask(EVIL, "").body())
                .contains("&lt;script&gt;alert(1)", "&lt;b&gt;Ours&lt;/b&gt;")
                .doesNotContain("<script", "<b>")
                .doesNotContain("Warning", "Notice");
    }

    @Test
    void a_form_that_another_site_sends_in_somebodys_name_changes_nothing() throws Exception {
        String anns = ask("ann", "").token();
        assertThat(ask("bob", "").token()).isNotEqualTo(anns);
        for (Map<String, String> forged : List.of(
                Map.of("act", "folder", "name", "x"),
                Map.of("act", "folder", "name", "x", "token", ""),
                Map.of("act", "folder", "name", "x", "token[]", anns),
                Map.of("act", "folder", "name", "x", "token", ask("bob", "").token()))) {
            Page refused = send("ann", "", forged);
            assertThat(refused.status()).as(forged.toString()).isEqualTo(422);
            assertThat(refused.body()).contains("That page was old.").doesNotContain("Warning", "Fatal");
        }
        for (Map<String, String> odd : List.of(
                Map.of("token", anns, "act[]", "folder", "name", "x"),
                Map.of("token", anns, "act", "folder", "name[]", "x"),
                Map.of("token", anns, "act", "upload"),
                Map.of("token", anns, "act", "erase", "name", "x"))) {
            Page refused = send("ann", "", odd);
            assertThat(refused.status()).as(odd.toString()).isEqualTo(422);
            assertThat(refused.body()).doesNotContain("Warning", "Fatal");
        }
        assertThat(send("", "", Map.of("act", "folder", "name", "x")).status()).isEqualTo(404);
        assertThat(ask("", "").status()).as("nobody").isEqualTo(404);
        assertThat(root).isEmptyDirectory();
    }

    private boolean listens() {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private Page ask(String who, String path) throws Exception {
        return answer(request(who, path).GET());
    }

    private Page send(String who, String path, Map<String, String> form) throws Exception {
        StringBuilder body = new StringBuilder();
        form.forEach((name, value) ->
                body.append(encode(name)).append('=').append(encode(value)).append('&'));
        return answer(request(who, path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private Page upload(String who, String path, String token, String name, String content) throws Exception {
        String body = part("token", "", token)
                + part("act", "", "upload")
                + part("files[]", "; filename=\"" + name + "\"", content)
                + "--" + BOUNDARY + "--\r\n";
        return answer(request(who, path)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String part(String name, String more, String content) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n"
                + content + "\r\n";
    }

    private HttpRequest.Builder request(String who, String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/?p=" + encode(path)));
        return who.isEmpty() ? request : request.header("Who", who);
    }

    private Page answer(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Page(response.statusCode(), response.body());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
