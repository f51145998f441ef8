package casemate.control.instance;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Slug;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Membership;
import casemate.control.account.Memberships;
import casemate.control.account.Person;
import casemate.control.account.SignUp;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Language;
import casemate.control.web.Open;
import casemate.control.web.Site;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/// The command line's way to instances; an instance is named by its id or its slug.
@Controller
@Open("the token of the local API guards it")
final class InstanceApi {
    private static final Actor CALLER = new Actor.Program("api");
    private static final int MAX_BODY_BYTES = 8 << 10;

    private final Instances instances;
    private final Accounts accounts;
    private final Memberships memberships;
    private final InitialPassword passwords;
    private final Site site;

    InstanceApi(Instances instances, Accounts accounts, Memberships memberships, InitialPassword passwords, Site site) {
        this.instances = instances;
        this.accounts = accounts;
        this.memberships = memberships;
        this.passwords = passwords;
        this.site = site;
    }

    @GetMapping("/local/api/v1/instances")
    ResponseEntity<byte[]> list(
            @RequestParam(name = "before", defaultValue = "") String before,
            @RequestParam(name = "limit", defaultValue = "100") String limit) {
        Optional<InstanceId> after = before.isEmpty() ? Optional.empty() : Optional.of(new InstanceId(before));
        List<Instance> page = instances.page(after, number(limit));
        return JsonAnswer.ok(Json.object()
                .put("instances", Json.array(page, i -> InstanceJson.of(i, site)))
                .build());
    }

    @GetMapping("/local/api/v1/blueprints")
    ResponseEntity<byte[]> blueprints() {
        return JsonAnswer.ok(Json.object()
                .put("blueprints", Json.array(instances.blueprints(), InstanceJson::of))
                .build());
    }

    /// Hosts an instance for a customer, who is created when there is none with this address yet.
    @PostMapping("/local/api/v1/instances")
    ResponseEntity<byte[]> host(@RequestBody byte[] body) {
        Json.Obj wish = Json.parseObject(body, MAX_BODY_BYTES)
                .only("blueprint", "slug", "title", "email", "language", "listener");
        Email email = Email.parse(wish.text("email"));
        Slug slug = Slug.parse(wish.text("slug"));
        Language language = Language.parse(text(wish, "language", Language.EN.code()));
        String listener = text(wish, "listener", "");
        InstanceRules.listener(listener);
        instances.couldCreate(wish.text("blueprint"), slug);
        Optional<Person> known = accounts.find(Kind.CUSTOMER, email);
        Secret password = passwords.next();
        CustomerId customer = known.map(this::owned)
                .orElseGet(() -> accounts.createCustomer(new SignUp(email, password, language, Details.none()), CALLER)
                        .customer());
        CreatedInstance created = instances.create(
                new CreateInstance(
                        customer,
                        wish.text("blueprint"),
                        slug,
                        text(wish, "title", slug.value()),
                        email.value(),
                        language.code()),
                listener,
                CALLER);
        Json.Builder answer = Json.object()
                .put("instance", InstanceJson.of(created.instance(), site))
                .put("adminName", created.adminName())
                .put("adminPassword", created.adminPassword().revealText());
        if (known.isEmpty()) {
            answer.put("customerPassword", password.revealText());
        }
        return JsonAnswer.of(HttpStatus.CREATED, answer.build());
    }

    @GetMapping("/local/api/v1/instances/{name}")
    ResponseEntity<byte[]> one(@PathVariable("name") String name) {
        return JsonAnswer.ok(InstanceJson.of(find(name), site));
    }

    @DeleteMapping("/local/api/v1/instances/{name}")
    ResponseEntity<byte[]> erase(
            @PathVariable("name") String name, @RequestParam(name = "confirm", defaultValue = "") String confirm) {
        InstanceId id = find(name).id();
        instances.erase(id, confirm, CALLER);
        return JsonAnswer.of(HttpStatus.ACCEPTED, InstanceJson.of(instances.get(id, CALLER), site));
    }

    @PostMapping("/local/api/v1/instances/{name}/{wish}")
    ResponseEntity<byte[]> change(@PathVariable("name") String name, @PathVariable("wish") String wish) {
        InstanceId id = find(name).id();
        switch (wish) {
            case "start" -> instances.start(id, CALLER);
            case "stop" -> instances.stop(id, CALLER);
            case "suspend" -> instances.suspend(id, CALLER);
            case "resume" -> instances.resume(id, CALLER);
            default -> throw Refusal.notFound("wish-unknown", "Ask for start, stop, suspend or resume.");
        }
        return JsonAnswer.of(HttpStatus.ACCEPTED, InstanceJson.of(instances.get(id, CALLER), site));
    }

    @GetMapping("/local/api/v1/instances/{name}/logs")
    ResponseEntity<byte[]> logs(
            @PathVariable("name") String name, @RequestParam(name = "lines", defaultValue = "100") String lines) {
        return JsonAnswer.ok(Json.object()
                .put("lines", Json.texts(instances.logs(find(name).id(), number(lines), CALLER)))
                .build());
    }

    /// The customer that belongs to this person, among those that they belong to.
    private CustomerId owned(Person person) {
        return memberships.of(person.id()).stream()
                .filter(Membership::owner)
                .findFirst()
                .map(Membership::customer)
                .orElseThrow(() -> Refusal.conflict(
                        "owner-needed", "The person with this address owns no account; name an owner's address."));
    }

    private Instance find(String name) {
        return instances.known(name, CALLER);
    }

    private static int number(String typed) {
        try {
            return Integer.parseInt(typed);
        } catch (NumberFormatException _) {
            throw Refusal.invalid("number-malformed", "A whole number was expected in the address.");
        }
    }

    private static String text(Json.Obj wish, String member, String otherwise) {
        return wish.find(member).isPresent() ? wish.text(member) : otherwise;
    }
}
