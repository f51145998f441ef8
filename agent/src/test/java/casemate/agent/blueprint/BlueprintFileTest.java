package casemate.agent.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.wire.Upstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlueprintFileTest {
    private static final String GOOD = """
            format: casemate.blueprint.v1
            name: hello
            description: {en: Hello., fr: Bonjour., pl: Cześć.}
            settings: [title]
            secrets: [salt]
            image:
              packages: [busybox-static]
            port: 8080
            health: {path: /, patience: PT20S}
            room: {memory: 64 MiB, cpuMillis: 500, pids: 64}
            processes:
              - {name: web, command: [/bin/busybox, httpd, -f, -h, /volume]}
            install:
              files:
                - {path: /volume/index.html, syntax: plain, text: "${title}"}
            """;

    private static Blueprint read(String yaml) {
        return BlueprintFile.read("hello.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void our_own_blueprints_are_read() {
        assertThat(Blueprints.read(Path.of("../blueprints")).all())
                .extracting(Blueprint::name)
                .contains("dokuwiki", "mediawiki", "wordpress", "probe");
        assertThat(read(GOOD).room().memoryBytes()).isEqualTo(64L << 20);
        assertThat(read(GOOD).description()).containsKeys("en", "fr", "pl");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: hello            | name: hello\\nbinds: [/etc]     | hello.yaml:3:8: binds would open the sandbox
            name: hello            | name: hello\\nprivileged: true | hello.yaml:3:13: privileged would open the sandbox
            name: hello            | name: hello\\nuid: 0           | hello.yaml:3:6: uid would open the sandbox
            name: hello            | name: hello\\ncolour: red      | hello.yaml:3:9: the key colour is not known in the blueprint
            name: hello            | name: hello\\nname: other      | the key name stands twice
            name: hello            | name: ../hello                 | hello.yaml:2:7: name must be
            port: 8080             | port: 8080\\nprotocol: h3       | h3 must be one of [http1, h2c]
            port: 8080             | port: 80                       | port must be a whole number from 1024 to 65535
            path: /volume/index    | path: /etc/index               | must lie below /volume/
            path: /volume/index    | path: /volume/../etc/index     | without ..
            64 MiB                 | lots                           | memory must look like 256 MiB
            busybox-static         | ../../etc                      | is not the name of a Debian package
            PT20S                  | PT20H                          | a time such as PT30S
            /bin/busybox           | busybox                        | command must begin with an absolute path
            "${title}"             | "${host} ${nothing}"           | ${nothing} is not known
            port: 8080             | port: 8080\\negress: [relay:25] | is not an IP address or a range
            port: 8080             | port: 8080\\negress: ["0.0.0.0/0:25"] | wider than a /8
            {name: web,            | {name: web, replicas: 2,       | must take ${port}
            {name: web,            | {name: web, replicas: 9,       | replicas must be a whole number from 1 to 8
            image:                 | image: &a                      | anchors and aliases are not allowed
            format: casemate.      | format: docker.                | format must be casemate.blueprint.v1
            """)
    void what_is_wrong_is_refused_with_its_place(String was, String is, String message) {
        assertThat(GOOD).contains(was);
        assertThatThrownBy(() -> read(GOOD.replace(was, is.replace("\\n", "\n"))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(message);
    }

    @Test
    void an_application_speaks_http_1_unless_its_blueprint_says_h2c() {
        assertThat(read(GOOD).protocol()).isEqualTo(Upstream.Protocol.HTTP1);
        assertThat(read(GOOD.replace("port: 8080", "port: 8080\nprotocol: h2c")).protocol())
                .isEqualTo(Upstream.Protocol.H2C);
    }

    @Test
    void the_example_for_strangers_is_one() throws IOException {
        String page = Files.readString(Path.of("../docs/formats/blueprint.md"));
        String example = page.substring(page.indexOf("```yaml") + "```yaml\n".length(), page.lastIndexOf("```"));
        assertThat(read(example).name()).isEqualTo("hello");
    }

    @Test
    void every_problem_is_told_at_once_on_one_line() {
        String bad = GOOD.replace("port: 8080", "port: eighty")
                .replace("64 MiB", "much")
                .replace("name: hello", "name: H\nmounts: []");
        assertThatThrownBy(() -> read(bad))
                .hasMessageContaining("port must be")
                .hasMessageContaining("memory must")
                .hasMessageContaining("name must")
                .hasMessageContaining("mounts would open")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void a_file_that_is_too_large_empty_or_not_yaml_is_refused() {
        assertThatThrownBy(() -> BlueprintFile.read("x.yaml", new byte[10 << 20]))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("256 KiB");
        assertThatThrownBy(() -> read("")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> read("[1, 2]")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> read("a: [")).isInstanceOf(Refusal.class).hasMessageContaining("hello.yaml:");
        assertThatThrownBy(() -> BlueprintFile.read("x.yaml", new byte[] {(byte) 0xff, 1}))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void a_value_stays_a_value_in_every_syntax() {
        Values values = new Values(Map.of("v", "'); evil(\\:#\"//"));
        assertThat(values.render("x = ${v};", Syntax.PHP)).isEqualTo("x = '\\'); evil(\\\\:#\"//';");
        assertThat(values.render("${v}", Syntax.JSON)).isEqualTo("\"'); evil(\\\\:#\\\"//\"");
        assertThat(values.render("a:${v}:b", Syntax.COLON)).isEqualTo("a:'); evil(\\\\\\:\\#\"//:b");
    }

    @Test
    void a_value_is_never_read_as_a_template_or_as_another_line() {
        Values values = new Values(Map.of("title", "${secret.salt}", "secret.salt", "s", "two", "a\nb"));
        assertThat(values.render("${title}", Syntax.PLAIN)).isEqualTo("${secret.salt}");
        assertThat(values.render("${title}", Syntax.PHP)).isEqualTo("'${secret.salt}'");
        assertThatThrownBy(() -> values.render("${two}", Syntax.COLON)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> values.render("${absent}", Syntax.PHP)).isInstanceOf(Refusal.class);
    }
}
