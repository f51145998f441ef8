package casemate.control.provider;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Membership;
import casemate.control.account.Memberships;
import casemate.control.account.Person;
import casemate.control.signin.Doorstep;
import casemate.control.web.Cookies;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.RateLimits;
import casemate.control.web.RateLimits.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Where a customer's administrator sets up sign-on with their own provider, step by step.
@Controller
public final class ProviderPages {
    private static final String PATH = "/account/sign-on";
    private static final String PORTAL = "/portal" + PATH;
    private static final String ONE = PORTAL + "/{id}";

    /// Each one makes us ask a host that the administrator named.
    private static final Limit LOOKS = new Limit("sign-on-looks", 30, Duration.ofMinutes(15));

    /// A list to choose from; more owners than this need no list.
    private static final int MOST_OWNERS = 100;

    private static final int MOST_LOOKED_AT = 1_000;

    private final Connections connections;
    private final EmailDomains domains;
    private final SignOn signOn;
    private final Memberships memberships;
    private final Accounts accounts;
    private final Names names;
    private final RateLimits limits;

    ProviderPages(
            Connections connections,
            EmailDomains domains,
            SignOn signOn,
            Memberships memberships,
            Accounts accounts,
            Names names,
            RateLimits limits) {
        this.connections = connections;
        this.domains = domains;
        this.signOn = signOn;
        this.memberships = memberships;
        this.accounts = accounts;
        this.names = names;
        this.limits = limits;
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @GetMapping(PORTAL)
    ResponseEntity<byte[]> all(Page page) {
        return all(page, HttpStatus.OK, "", "");
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @GetMapping(PORTAL + "/new")
    ResponseEntity<byte[]> form(Page page, @RequestParam(name = "kind", defaultValue = "openid") String kind) {
        return form(page, HttpStatus.OK, kind.equals("saml"), Map.of(), "");
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @PostMapping(PORTAL + "/new")
    ResponseEntity<byte[]> add(Page page, @RequestParam MultiValueMap<String, String> typed) {
        boolean saml = field(typed, "kind").equals("saml");
        try {
            limits.count(LOOKS, customer(page).value());
            Connection made = connections.add(
                    read(typed, saml), customer(page), page.signedIn().actor());
            return page.see(PATH + "/" + made.id(), Flash.good("provider.added"));
        } catch (Refusal refused) {
            return form(page, HttpStatus.UNPROCESSABLE_CONTENT, saml, typed.toSingleValueMap(), page.say(refused));
        }
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @GetMapping(ONE)
    ResponseEntity<byte[]> one(Page page, @PathVariable("id") String id) {
        return one(page, HttpStatus.OK, connections.get(id, customer(page)), "");
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @Fresh
    @PostMapping(ONE)
    ResponseEntity<byte[]> change(
            Page page, @PathVariable("id") String id, @RequestParam MultiValueMap<String, String> typed) {
        return act(page, id, "provider.changed", c -> {
            limits.count(LOOKS, customer(page).value());
            connections.change(c, read(typed, c.saml()), page.signedIn().actor());
        });
    }

    /// The administrator goes through the whole round; what comes of it is shown, and nothing else is done.
    @Needs(Permission.SIGN_ON_MANAGE)
    @PostMapping(ONE + "/try")
    ResponseEntity<byte[]> tryIt(Page page, @PathVariable("id") String id) {
        Connection connection = connections.get(id, customer(page));
        try {
            limits.count(LOOKS, customer(page).value());
            Going going = signOn.begin(connection, Optional.of(page.signedIn().user()), Optional.empty(), "/");
            page.keep(Cookies.write(ElsewhereDoor.COOKIE, going.browser().reveal(), SignOn.UNDER_WAY));
            return Doorstep.leave(page, going.address(), "provider.going");
        } catch (Refusal refused) {
            return one(page, HttpStatus.UNPROCESSABLE_CONTENT, connection, page.say(refused));
        }
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @Fresh
    @PostMapping(ONE + "/on")
    ResponseEntity<byte[]> turnOn(Page page, @PathVariable("id") String id) {
        return act(
                page,
                id,
                "provider.is-on",
                c -> connections.turnOn(c, page.signedIn().actor()));
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @Fresh
    @PostMapping(ONE + "/off")
    ResponseEntity<byte[]> turnOff(Page page, @PathVariable("id") String id) {
        return act(
                page,
                id,
                "provider.is-off",
                c -> connections.turnOff(c, page.signedIn().actor()));
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @Fresh
    @PostMapping(ONE + "/enforce")
    ResponseEntity<byte[]> enforce(
            Page page, @PathVariable("id") String id, @RequestParam(name = "owner", defaultValue = "") String owner) {
        return act(page, id, "provider.is-enforced", c -> {
            UserId person = owners(page).stream()
                    .map(Person::id)
                    .filter(o -> o.value().equals(owner))
                    .findFirst()
                    .orElseThrow(() -> Refusal.invalid(
                            "way-around-needed",
                            "Name an owner who keeps a password for the day the provider is down."));
            connections.enforce(c, person, page.signedIn().actor());
        });
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @Fresh
    @PostMapping(ONE + "/free")
    ResponseEntity<byte[]> free(Page page, @PathVariable("id") String id) {
        return act(
                page,
                id,
                "provider.is-free",
                c -> connections.free(c, page.signedIn().actor()));
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @PostMapping(ONE + "/groups")
    ResponseEntity<byte[]> groups(
            Page page, @PathVariable("id") String id, @RequestParam MultiValueMap<String, String> typed) {
        List<String> group = typed.getOrDefault("group", List.of());
        List<String> role = typed.getOrDefault("role", List.of());
        List<Mapping> lines = new ArrayList<>();
        for (int i = 0; i < Math.min(group.size(), role.size()); i++) {
            if (!group.get(i).isBlank()) {
                lines.add(new Mapping(group.get(i).strip(), role.get(i)));
            }
        }
        return act(
                page,
                id,
                "provider.mapped",
                c -> connections.map(
                        c, lines, ProviderRules.ROLES, page.signedIn().actor()));
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @Fresh
    @PostMapping(ONE + "/remove")
    ResponseEntity<byte[]> remove(Page page, @PathVariable("id") String id) {
        Connection connection = connections.get(id, customer(page));
        try {
            connections.remove(connection, page.signedIn().actor());
            return page.see(PATH, Flash.good("provider.removed"));
        } catch (Refusal refused) {
            return one(page, HttpStatus.CONFLICT, connection, page.say(refused));
        }
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @PostMapping(PORTAL + "/domains")
    ResponseEntity<byte[]> claim(Page page, @RequestParam(name = "domain", defaultValue = "") String domain) {
        try {
            domains.claim(customer(page), domain, page.signedIn().actor());
            return page.see(PATH);
        } catch (Refusal refused) {
            return all(page, HttpStatus.UNPROCESSABLE_CONTENT, domain, page.say(refused));
        }
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @PostMapping(PORTAL + "/domains/verify")
    ResponseEntity<byte[]> verify(Page page, @RequestParam(name = "domain", defaultValue = "") String domain) {
        try {
            limits.count(LOOKS, customer(page).value());
            domains.verify(customer(page), domain, page.signedIn().actor());
            return page.see(PATH, Flash.good("provider.domain.done"));
        } catch (Refusal refused) {
            return all(page, HttpStatus.UNPROCESSABLE_CONTENT, "", page.say(refused));
        }
    }

    @Needs(Permission.SIGN_ON_MANAGE)
    @Fresh
    @PostMapping(PORTAL + "/domains/remove")
    ResponseEntity<byte[]> removeDomain(Page page, @RequestParam(name = "domain", defaultValue = "") String domain) {
        domains.remove(customer(page), domain, page.signedIn().actor());
        return page.see(PATH, Flash.good("provider.domain.removed"));
    }

    /// What came of a try: whom the provider sent, so that the administrator sees what it says.
    static ResponseEntity<byte[]> tried(Page page, Outcome.Tried tried) {
        return page.show("provider/tried", Map.of("connection", tried.connection(), "arrival", tried.arrival()));
    }

    private ResponseEntity<byte[]> act(Page page, String id, String done, java.util.function.Consumer<Connection> act) {
        Connection connection = connections.get(id, customer(page));
        try {
            act.accept(connection);
            return page.see(PATH + "/" + id, Flash.good(done));
        } catch (Refusal refused) {
            return one(page, HttpStatus.UNPROCESSABLE_CONTENT, connection, page.say(refused));
        }
    }

    private ResponseEntity<byte[]> all(Page page, HttpStatus status, String domain, String error) {
        return page.show(
                status,
                "provider/all",
                Map.of(
                        "connections",
                        connections.of(customer(page)),
                        "domains",
                        domains.of(customer(page)),
                        "domain",
                        domain,
                        "error",
                        error));
    }

    private ResponseEntity<byte[]> form(
            Page page, HttpStatus status, boolean saml, Map<String, String> typed, String error) {
        return page.show(status, "provider/form", Map.of("saml", saml, "typed", typed, "error", error));
    }

    private ResponseEntity<byte[]> one(Page page, HttpStatus status, Connection connection, String error) {
        return page.show(
                status,
                "provider/one",
                Map.of(
                        "connection",
                        connection,
                        "form",
                        ConnectionForm.of(connection),
                        "mappings",
                        connections.mappings(connection),
                        "roles",
                        ProviderRules.ROLES,
                        "owners",
                        owners(page),
                        "domains",
                        domains.of(customer(page)),
                        "names",
                        names,
                        "error",
                        error));
    }

    /// Those who can be named to keep a password.
    private List<Person> owners(Page page) {
        return memberships.of(customer(page), "", MOST_LOOKED_AT).stream()
                .filter(Membership::owner)
                .limit(MOST_OWNERS)
                .flatMap(m -> accounts.person(m.person()).stream())
                .toList();
    }

    private static ConnectionForm read(MultiValueMap<String, String> typed, boolean saml) {
        return new ConnectionForm(
                saml,
                field(typed, "name"),
                field(typed, "issuer"),
                field(typed, "clientId"),
                field(typed, "secret"),
                field(typed, "metadata"),
                field(typed, "groups"));
    }

    private static String field(MultiValueMap<String, String> typed, String name) {
        return Optional.ofNullable(typed.getFirst(name)).orElse("");
    }

    private static CustomerId customer(Page page) {
        return page.signedIn().customer().orElseThrow();
    }
}
