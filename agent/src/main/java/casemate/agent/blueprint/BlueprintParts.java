package casemate.agent.blueprint;

import casemate.agent.blueprint.Blueprint.Backup;
import casemate.agent.blueprint.Blueprint.Copy;
import casemate.agent.blueprint.Blueprint.Dump;
import casemate.agent.blueprint.Blueprint.Health;
import casemate.agent.blueprint.Blueprint.Image;
import casemate.agent.blueprint.Blueprint.ImageFile;
import casemate.agent.blueprint.Blueprint.Install;
import casemate.agent.blueprint.Blueprint.Moments;
import casemate.agent.blueprint.Blueprint.Program;
import casemate.agent.blueprint.Blueprint.Room;
import casemate.agent.blueprint.Blueprint.Seed;
import casemate.agent.blueprint.Blueprint.SignOn;
import casemate.agent.blueprint.Blueprint.Standby;
import casemate.agent.blueprint.Blueprint.Step;
import casemate.agent.blueprint.Blueprint.Template;
import casemate.agent.blueprint.YamlNode.Fields;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The parts of a blueprint, each checked where it stands. Templates are gathered and their names checked at the end,
/// when all names are known.
final class BlueprintParts {
    /// Debian's rule for package names (Policy 5.6.1).
    private static final Pattern PACKAGE = Pattern.compile("[a-z0-9][a-z0-9+.-]{1,99}");

    private static final Pattern CALLBACK = Pattern.compile("/[A-Za-z0-9._~/-]{1,200}");
    private static final Pattern LOGOUT = Pattern.compile(CALLBACK + "(?:\\?[A-Za-z0-9._~=&-]{1,100})?");
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5}) (MiB|GiB)");
    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]{0,59}");
    /// Longer than any start or stop that a person waits for.
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final String VOLUME = "/volume/";
    static final String CONFIG = "/config/";
    private static final Set<String> ALWAYS = Set.of("host", "url", "port", "moment");
    /// More processes of one pod wait for the same disk and database anyway.
    private static final int MAX_REPLICAS = 8;

    private static final int MIB_SHIFT = 20;
    private static final int GIB_SHIFT = 30;

    private final List<YamlNode> places = new ArrayList<>();
    private final Set<String> names = new HashSet<>(ALWAYS);
    private final Set<String> programs = new HashSet<>();

    void known(List<String> settings, List<String> secrets, List<String> processes) {
        names.addAll(settings);
        secrets.forEach(s -> names.add("secret." + s));
        programs.addAll(processes);
    }

    void signsOn(SignOn signOn) {
        names.addAll(
                switch (signOn) {
                    case OWN -> Set.of();
                    case HEADER -> Set.of("identity.key");
                    case OIDC -> Set.of("oidc.issuer", "oidc.client", "oidc.secret", "oidc.proxy", "oidc.authorities");
                });
    }

    static String callback(YamlNode node, SignOn signOn) {
        if (signOn != SignOn.OIDC) {
            if (node.present()) {
                node.problem("callback is for signOn: oidc");
            }
            return "";
        }
        if (!node.present() || !CALLBACK.matcher(node.text()).matches()) {
            node.problem("callback must be a path such as /sign-on/callback, without a query");
        }
        return node.text();
    }

    static String logout(YamlNode node, SignOn signOn) {
        if (!node.present()) {
            return "";
        }
        if (signOn != SignOn.OIDC || !LOGOUT.matcher(node.text()).matches()) {
            node.problem("logout is for signOn: oidc, and a path such as /sign-on/callback?logout=backchannel");
        }
        return node.text();
    }

    /// Every `${name}` must be one that the pod will have.
    void checkPlaces() {
        for (YamlNode place : places) {
            Values.each(place.text(), (name, _) -> {
                if (!names.contains(name)) {
                    place.problem("${" + name + "} is not known; declare it under settings or secrets");
                }
            });
        }
    }

    void name(YamlNode node) {
        if (!node.text().matches("[a-z][a-z0-9-]{1,38}[a-z0-9]")) {
            node.problem("name must be 3 to 40 small letters, digits and hyphens");
        }
    }

    Image image(YamlNode node) {
        Fields f = node.fields(Set.of("packages"), Set.of("avoid", "omit", "trim", "shed", "links", "files", "seeds"));
        Map<String, String> links = new LinkedHashMap<>();
        f.get("links").entries().forEach((at, to) -> {
            BlueprintPaths.ofImage(at, to);
            BlueprintPaths.check(to, to.text());
            links.put(at, to.text());
        });
        return new Image(
                packages(f.get("packages")),
                packages(f.get("avoid")),
                packages(f.get("omit")),
                imagePaths(f.get("trim")),
                imagePaths(f.get("shed")),
                links,
                f.get("files").list().stream().map(this::imageFile).toList(),
                f.get("seeds").list().stream().map(this::seed).toList());
    }

    private static List<String> imagePaths(YamlNode node) {
        return node.list().stream()
                .map(n -> BlueprintPaths.ofImage(n.text(), n))
                .toList();
    }

    private List<String> packages(YamlNode node) {
        for (YamlNode each : node.list()) {
            if (!PACKAGE.matcher(each.text()).matches()) {
                each.problem(each.text() + " is not the name of a Debian package");
            }
        }
        return node.texts();
    }

    private ImageFile imageFile(YamlNode node) {
        Fields f = node.fields(Set.of("path", "text"), Set.of());
        return new ImageFile(BlueprintPaths.ofImage(f.text("path"), f.get("path")), f.text("text"));
    }

    private Seed seed(YamlNode node) {
        Fields f = node.fields(Set.of("to", "step"), Set.of());
        return new Seed(BlueprintPaths.ofImage(f.text("to"), f.get("to")), step(f.get("step")));
    }

    Health health(YamlNode node) {
        Fields f = node.fields(Set.of("path", "patience"), Set.of());
        String path = f.text("path");
        if (!path.matches("/[!-~]{0,200}") && node.present()) {
            f.get("path").problem("path must begin with / and hold no blanks");
        }
        return new Health(path, duration(f.get("patience"), LONGEST));
    }

    Room room(YamlNode node) {
        Fields f = node.fields(Set.of("memory", "cpuMillis", "pids"), Set.of());
        return new Room(
                size(f.get("memory")),
                f.get("cpuMillis").integer(10, 64_000),
                f.get("pids").integer(8, 32_768));
    }

    private static long size(YamlNode node) {
        Matcher m = SIZE.matcher(node.text());
        if (m.matches()) {
            return Long.parseLong(m.group(1)) << (m.group(2).equals("MiB") ? MIB_SHIFT : GIB_SHIFT);
        }
        if (node.present()) {
            node.problem("memory must look like 256 MiB");
        }
        return 0;
    }

    Program program(YamlNode node) {
        Fields f = node.fields(Set.of("name", "command"), Set.of("environment", "ready", "patience", "replicas"));
        word(f.get("name"));
        Optional<String> ready = f.get("ready").present() ? Optional.of(volumePath(f.get("ready"))) : Optional.empty();
        return new Program(
                f.text("name"),
                command(f.get("command")),
                environment(f.get("environment")),
                ready,
                duration(f.get("patience"), Duration.ofSeconds(10)),
                replicas(f));
    }

    /// Replicas listen on ports of their own, so one that runs several times must be told which.
    private static int replicas(Fields f) {
        if (!f.get("replicas").present()) {
            return 1;
        }
        int replicas = f.get("replicas").integer(1, MAX_REPLICAS);
        boolean told = Stream.concat(
                        f.get("command").texts().stream(),
                        f.get("environment").entries().values().stream().map(YamlNode::text))
                .anyMatch(text -> text.contains("${port}"));
        if (replicas > 1 && !told) {
            f.get("replicas").problem("a process with replicas must take ${port} in its command or environment");
        }
        if (replicas > 1 && f.get("ready").present()) {
            f.get("ready").problem("replicas share a volume and cannot each have the socket: leave ready out");
        }
        return replicas;
    }

    Step step(YamlNode node) {
        Fields f =
                node.fields(Set.of("name", "command"), Set.of("environment", "input", "inputText", "needs", "bound"));
        word(f.get("name"));
        f.get("input").list().forEach(n -> BlueprintPaths.ofImage(n.text(), n));
        place(f.get("inputText"));
        for (YamlNode need : f.get("needs").list()) {
            if (!programs.contains(need.text())) {
                need.problem("needs names " + need.text() + ", which is none of the processes");
            }
        }
        return new Step(
                f.text("name"),
                command(f.get("command")),
                environment(f.get("environment")),
                f.get("input").texts(),
                f.text("inputText"),
                f.get("needs").texts(),
                duration(f.get("bound"), Duration.ofMinutes(1)));
    }

    private static void word(YamlNode node) {
        if (node.present() && !node.text().matches("[a-z][a-z0-9-]{0,30}")) {
            node.problem("name must be small letters, digits and hyphens");
        }
    }

    /// No shell reads it: each element is one argument.
    private List<String> command(YamlNode node) {
        List<YamlNode> words = node.list();
        if (node.present()
                && (words.isEmpty()
                        || !BlueprintPaths.PATH.matcher(words.getFirst().text()).matches())) {
            node.problem("command must begin with an absolute path inside the image");
        }
        words.forEach(this::place);
        return node.texts();
    }

    private Map<String, String> environment(YamlNode node) {
        Map<String, String> variables = new LinkedHashMap<>();
        node.entries().forEach((name, value) -> {
            if (!VARIABLE.matcher(name).matches() || name.startsWith("LD_")) {
                value.problem(name + " is not a name for a variable of the pod");
            }
            place(value);
            variables.put(name, value.text());
        });
        return variables;
    }

    Template template(YamlNode node, String below) {
        Fields f = node.fields(Set.of("path", "syntax", "text"), Set.of());
        BlueprintPaths.check(f.get("path"), f.text("path"));
        if (f.get("path").present() && !f.text("path").startsWith(below)) {
            f.get("path").problem("path must lie below " + below);
        } else if (below.equals(CONFIG) && f.text("path").indexOf('/', CONFIG.length()) > 0) {
            f.get("path").problem("path must stand directly below " + CONFIG);
        }
        place(f.get("text"));
        return new Template(f.text("path"), constant(f.get("syntax"), Syntax.class, Syntax.PLAIN), f.text("text"));
    }

    Install install(YamlNode node) {
        Fields f = node.fields(Set.of(), Set.of("directories", "copies", "files", "links", "steps"));
        Map<String, String> links = new LinkedHashMap<>();
        f.get("links").entries().forEach((at, to) -> {
            BlueprintPaths.below(to, at, VOLUME);
            BlueprintPaths.check(to, to.text());
            links.put(at, to.text());
        });
        return new Install(
                f.get("directories").list().stream().map(this::volumePath).toList(),
                f.get("copies").list().stream().map(this::copy).toList(),
                f.get("files").list().stream().map(n -> template(n, VOLUME)).toList(),
                links,
                f.get("steps").list().stream().map(this::step).toList());
    }

    private Copy copy(YamlNode node) {
        Fields f = node.fields(Set.of("from", "to"), Set.of());
        return new Copy(BlueprintPaths.ofImage(f.text("from"), f.get("from")), volumePath(f.get("to")));
    }

    Backup backup(YamlNode node) {
        Fields f = node.fields(Set.of(), Set.of("exclude", "database"));
        return new Backup(
                f.get("exclude").list().stream().map(this::volumePath).toList(),
                f.get("database").present() ? Optional.of(dump(f.get("database"))) : Optional.empty());
    }

    private Dump dump(YamlNode node) {
        Fields f = node.fields(Set.of("path", "dump", "load"), Set.of("moments"));
        return new Dump(
                volumePath(f.get("path")),
                step(f.get("dump")),
                step(f.get("load")),
                f.get("moments").present() ? Optional.of(moments(f.get("moments"))) : Optional.empty());
    }

    private Moments moments(YamlNode node) {
        Fields f = node.fields(Set.of("log", "replay"), Set.of("base", "standby"));
        return new Moments(
                volumePath(f.get("log")),
                f.get("base").present() ? Optional.of(step(f.get("base"))) : Optional.empty(),
                f.get("replay").list().stream().map(this::step).toList(),
                f.get("standby").present() ? Optional.of(standby(f.get("standby"))) : Optional.empty());
    }

    private Standby standby(YamlNode node) {
        Fields f = node.fields(Set.of("servers", "begin", "watch", "beat", "promote"), Set.of("arguments", "into"));
        f.get("arguments").list().forEach(this::place);
        for (YamlNode server : f.get("servers").list()) {
            if (!programs.contains(server.text())) {
                server.problem("servers names " + server.text() + ", which is none of the processes");
            }
        }
        return new Standby(
                f.get("servers").texts(),
                f.get("arguments").texts(),
                f.get("into").present() ? Optional.of(volumePath(f.get("into"))) : Optional.empty(),
                step(f.get("begin")),
                step(f.get("watch")),
                step(f.get("beat")),
                step(f.get("promote")));
    }

    <E extends Enum<E>> E constant(YamlNode node, Class<E> type, E otherwise) {
        if (!node.present()) {
            return otherwise;
        }
        for (E each : type.getEnumConstants()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(node.text())) {
                return each;
            }
        }
        node.problem(node.text() + " must be one of "
                + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
        return otherwise;
    }

    private static Duration duration(YamlNode node, Duration otherwise) {
        if (!node.present()) {
            return otherwise;
        }
        try {
            Duration value = Duration.parse(node.text());
            if (value.isPositive() && value.compareTo(LONGEST) <= 0) {
                return value;
            }
        } catch (DateTimeParseException _) {
            // said below
        }
        node.problem("a time such as PT30S, at most " + LONGEST + ", was expected");
        return otherwise;
    }

    private void place(YamlNode node) {
        if (node.present()) {
            places.add(node);
        }
    }

    private String volumePath(YamlNode node) {
        BlueprintPaths.below(node, node.text(), VOLUME);
        return node.text();
    }
}
