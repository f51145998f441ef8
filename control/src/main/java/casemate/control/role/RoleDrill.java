package casemate.control.role;

import casemate.base.Json;
import casemate.base.Secret;
import casemate.control.account.Email;
import casemate.control.account.Membership;
import casemate.control.web.GuardedRoute;
import casemate.control.web.Permission;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// ACC-4: a canary's people try every act that their role does not allow, and a stranger asks in every
/// address for what is another canary's. All over real requests; nothing of it stays.
final class RoleDrill implements Drill<RoleTarget> {
    static final PromiseId PROMISE = new PromiseId("ACC-4");
    private static final DrillCard CARD = new DrillCard(
            PROMISE,
            "roles-and-tenants",
            new Cadence(Duration.ofHours(1), Duration.ofHours(6)),
            ProofKind.INSIDE_PROBE);
    private static final String DOMAIN = "@drill.invalid";
    private static final String CANARIES = "role-%" + DOMAIN;
    /// One that uses instances and one that does not.
    private static final List<String> TRIED = List.of("member", "billing");

    private static final int NAME_BYTES = 8;
    private static final int PASSWORD_BYTES = 18;
    private static final int REFUSED = 403;
    private static final int FINE = 200;
    private static final int NOT_FOUND = 404;

    private final Supplier<RoleTarget> real;
    private final Supplier<RoleTarget> twin;
    private final SecureRandom chance;

    RoleDrill(Supplier<RoleTarget> real, Supplier<RoleTarget> twin, SecureRandom chance) {
        this.real = real;
        this.twin = twin;
        this.chance = chance;
    }

    @Override
    public RoleTarget real() {
        return real.get();
    }

    @Override
    public RoleTarget sabotaged() {
        return twin.get();
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public Finding attempt(RoleTarget target) {
        target.sweep(CANARIES);
        try {
            return judged(target);
        } finally {
            target.sweep(CANARIES);
        }
    }

    private Finding judged(RoleTarget target) {
        Secret password = Secret.of(random(PASSWORD_BYTES));
        Email ownersAddress = address();
        Email strangersAddress = address();
        Membership owner = target.customer(ownersAddress, password);
        target.customer(strangersAddress, password);
        CanaryBrowser administrator = target.signedIn(ownersAddress, password);
        CanaryBrowser stranger = target.signedIn(strangersAddress, password);
        if (status(administrator, "/account/people") != FINE || status(stranger, "/account/people") != FINE) {
            return new Finding.Unproved("A canary could not do what it may, so a refusal proves nothing.");
        }
        Tried acts = new Tried(0, 0);
        for (String role : TRIED) {
            Email address = address();
            target.member(owner.customer(), role, address, password);
            CanaryBrowser insider = target.signedIn(address, password);
            if (status(insider, "/account/you") != FINE) {
                return new Finding.Unproved("A canary could not do what it may, so a refusal proves nothing.");
            }
            acts = acts.and(acts(target, insider, role));
        }
        Tried names = names(target, stranger, owner);
        Json.Obj measured = Json.object()
                .put("acts", acts.all())
                .put("actsAllowed", acts.wrong())
                .put("addressesOfOthers", names.all())
                .put("addressesThatTold", names.wrong())
                .build();
        if (acts.wrong() > 0 || names.wrong() > 0) {
            return new Finding.Broken(measured, "A role allowed more than it should, or a stranger learned of others.");
        }
        return acts.all() == 0 || names.all() == 0
                ? new Finding.Unproved("There was nothing to try.")
                : new Finding.Kept(measured);
    }

    /// Everything in the portal that a role does not allow.
    private static Tried acts(RoleTarget target, CanaryBrowser insider, String code) {
        Set<Permission> has = Role.forCustomers().stream()
                .filter(r -> r.code().equals(code))
                .findFirst()
                .orElseThrow()
                .permissions();
        List<GuardedRoute> acts = target.routes().stream()
                .filter(r -> r.portal() && !has.contains(r.needs()))
                .toList();
        long allowed = acts.stream()
                .filter(r -> {
                    int status = insider.send(r.method(), r.address(RoleDrill::nobodys), Map.of())
                            .status();
                    boolean hidden = r.needs().perInstance() && !has.contains(Permission.INSTANCE_VIEW);
                    return status != REFUSED && !(hidden && status == NOT_FOUND);
                })
                .count();
        return new Tried(acts.size(), allowed);
    }

    /// Every address in the portal that names a person or a role, asked for another customer's.
    private static Tried names(RoleTarget target, CanaryBrowser stranger, Membership owner) {
        Map<String, String> others = Map.of(
                "user", owner.person().value(), "role", target.ownRole(owner).code());
        List<GuardedRoute> names = target.routes().stream()
                .filter(r -> r.portal()
                        && others.keySet().stream().anyMatch(v -> r.path().contains("{" + v + "}")))
                .toList();
        return new Tried(
                names.size(),
                names.stream().filter(r -> tells(stranger, r, others)).count());
    }

    /// @param wrong those among them that went otherwise than promised
    private record Tried(long all, long wrong) {
        Tried and(Tried other) {
            return new Tried(all + other.all, wrong + other.wrong);
        }
    }

    /// Whether an answer about what is somebody else's differs from one about what is nobody's.
    private static boolean tells(CanaryBrowser stranger, GuardedRoute route, Map<String, String> others) {
        CanaryBrowser.Answer foreign =
                stranger.send(route.method(), route.address(v -> others.getOrDefault(v, nobodys(v))), Map.of());
        CanaryBrowser.Answer absent = stranger.send(route.method(), route.address(RoleDrill::nobodys), Map.of());
        return foreign.status() != NOT_FOUND || !foreign.equals(absent);
    }

    /// A well-formed id that nobody has.
    private static String nobodys(String variable) {
        String prefix = switch (variable) {
            case "id" -> "ins";
            case "user" -> "usr";
            case "role" -> Role.PREFIX;
            default -> "non";
        };
        return prefix + "_0" + "z".repeat(25);
    }

    private static int status(CanaryBrowser browser, String path) {
        return browser.send("GET", path, Map.of()).status();
    }

    private Email address() {
        return new Email("role-" + random(NAME_BYTES) + DOMAIN);
    }

    private String random(int count) {
        byte[] bytes = new byte[count];
        chance.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
