package casemate.agent.blueprint;

import casemate.agent.blueprint.YamlNode.Fields;
import casemate.agent.blueprint.YamlNode.Problems;
import casemate.agent.sandbox.Egress;
import casemate.base.Refusal;
import casemate.wire.Upstream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads a blueprint strictly: every problem at once, each with its line and column, as one refusal.
public final class BlueprintFile {
    static final String FORMAT = "casemate.blueprint.v1";
    /// The largest of ours has 10 KB.
    public static final int MAX_BYTES = 256 << 10;

    /// Each is a rule that a new connection is held against.
    private static final int MAX_EGRESS = 32;

    private static final int FIRST_FREE_PORT = 1024;
    private static final int LAST_PORT = 65_535;
    private static final Set<String> LANGUAGES = Set.of("en", "fr", "pl");

    private static final Set<String> REQUIRED =
            Set.of("format", "name", "description", "image", "port", "health", "room", "processes");
    private static final Set<String> OPTIONAL = Set.of(
            "settings",
            "secrets",
            "engine",
            "config",
            "install",
            "backup",
            "mail",
            "signOn",
            "egress",
            "callback",
            "logout",
            "protocol");

    /// Keys of other systems that open the sandbox; they get an answer of their own.
    private static final Set<String> PRIVILEGES = Set.of(
            "binds",
            "mounts",
            "volumes",
            "devices",
            "privileged",
            "capabilities",
            "cap_add",
            "user",
            "uid",
            "gid",
            "network",
            "network_mode",
            "pid",
            "ipc",
            "security_opt",
            "hostPath",
            "hostNetwork",
            "ports",
            "sysctls");

    private final Problems problems = new Problems();
    private final BlueprintParts parts = new BlueprintParts();

    private BlueprintFile() {}

    /// @param file its name, for the messages
    /// @throws Refusal `blueprint-malformed` with every problem
    public static Blueprint read(String file, byte[] yaml) {
        if (yaml.length > MAX_BYTES) {
            throw new Refusal(
                    Refusal.Kind.TOO_LARGE,
                    "blueprint-too-large",
                    file + " has more than " + (MAX_BYTES >> 10) + " KiB; a blueprint is far smaller.");
        }
        BlueprintFile reader = new BlueprintFile();
        Optional<Blueprint> blueprint = reader.compose(yaml).map(reader::blueprint);
        if (!reader.problems.none()) {
            throw Refusal.invalid("blueprint-malformed", reader.problems.text(file));
        }
        return blueprint.orElseThrow(() -> Refusal.invalid("blueprint-malformed", file + ":1:1: the file is empty"));
    }

    private Optional<YamlNode> compose(byte[] yaml) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(yaml))
                    .toString();
            Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(text);
            return root.flatMap(
                    n -> n.getStartMark().map(mark -> new YamlNode(problems, Optional.of(n), mark, "the blueprint")));
        } catch (CharacterCodingException _) {
            problems.add(0, 0, "the file is not UTF-8");
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            problems.add(
                    mark.map(Mark::getLine).orElse(0), mark.map(Mark::getColumn).orElse(0), e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(0, 0, String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private Blueprint blueprint(YamlNode root) {
        root.entries().forEach((key, value) -> {
            if (PRIVILEGES.contains(key)) {
                value.problem(key + " would open the sandbox (host files, users, devices or networks): remove it");
            }
        });
        Set<String> optional = new java.util.HashSet<>(OPTIONAL);
        optional.addAll(PRIVILEGES);
        Fields f = root.fields(REQUIRED, optional);
        if (!f.text("format").equals(FORMAT)) {
            f.get("format").problem("format must be " + FORMAT);
        }
        parts.name(f.get("name"));
        List<String> settings = names(f.get("settings"));
        List<String> secrets = names(f.get("secrets"));
        Blueprint.Engine engine = parts.constant(f.get("engine"), Blueprint.Engine.class, Blueprint.Engine.NONE);
        List<Blueprint.Program> processes =
                f.get("processes").list().stream().map(parts::program).toList();
        if (f.get("processes").present() && processes.isEmpty()) {
            f.get("processes").problem("a pod needs at least one process");
        }
        if (processes.stream().filter(p -> p.replicas() > 1).count() > 1) {
            f.get("processes").problem("only one process may have replicas: the one that answers at the port");
        }
        Blueprint.SignOn signOn = parts.constant(f.get("signOn"), Blueprint.SignOn.class, Blueprint.SignOn.OWN);
        parts.signsOn(signOn);
        parts.known(
                settings,
                secrets,
                processes.stream().map(Blueprint.Program::name).toList());
        Blueprint blueprint = new Blueprint(
                f.text("name"),
                description(f.get("description")),
                settings,
                secrets,
                parts.image(f.get("image")),
                engine,
                f.get("port").integer(FIRST_FREE_PORT, LAST_PORT),
                parts.constant(f.get("protocol"), Upstream.Protocol.class, Upstream.Protocol.HTTP1),
                egress(f.get("egress")),
                parts.health(f.get("health")),
                parts.room(f.get("room")),
                processes,
                f.get("config").list().stream()
                        .map(n -> parts.template(n, BlueprintParts.CONFIG))
                        .toList(),
                parts.install(f.get("install")),
                parts.backup(f.get("backup")),
                parts.constant(f.get("mail"), Blueprint.Mail.class, Blueprint.Mail.NONE),
                signOn,
                BlueprintParts.callback(f.get("callback"), signOn),
                BlueprintParts.logout(f.get("logout"), signOn));
        if (blueprint.ports().getLast() > LAST_PORT) {
            f.get("port").problem("port leaves no room for the replicas' ports, which follow it");
        }
        if (blueprint.protocol() == Upstream.Protocol.H2C && !blueprint.logout().isEmpty()) {
            f.get("logout").problem("logout is told by HTTP/1.1, which an application of protocol h2c does not speak");
        }
        parts.checkPlaces();
        return blueprint;
    }

    private static List<Egress> egress(YamlNode node) {
        List<Egress> all = new ArrayList<>();
        for (YamlNode each : node.list()) {
            try {
                all.add(Egress.parse(each.text()));
            } catch (Refusal e) {
                each.problem(String.valueOf(e.getMessage()));
            }
        }
        if (all.size() > MAX_EGRESS) {
            node.problem("egress names more than " + MAX_EGRESS + " destinations");
        }
        return all;
    }

    private List<String> names(YamlNode node) {
        for (YamlNode each : node.list()) {
            if (!each.text().matches("[a-z][A-Za-z0-9]{0,39}")) {
                each.problem(each.text() + " must be letters and digits beginning with a small letter");
            }
        }
        return node.texts();
    }

    private Map<String, String> description(YamlNode node) {
        Map<String, String> sentences = new LinkedHashMap<>();
        Map<String, YamlNode> entries = node.fields(LANGUAGES, Set.of()).entries();
        entries.forEach((language, text) -> sentences.put(language.toLowerCase(Locale.ROOT), text.text()));
        return Map.copyOf(sentences);
    }
}
