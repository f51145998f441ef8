package casemate.control.member;

import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Language;
import casemate.control.web.Open;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// The command line's way to bring a customer's people along from another system, with the digests of their passwords.
@Controller
@Open("the token of the local API guards it")
final class ImportApi {
    private static final int MAX_BODY_BYTES = 64 << 10;

    /// Each costs a slow hash; so many take some seconds.
    private static final int MOST = 100;

    /// What newcomers may do until their administrators say more.
    private static final String ROLE = "member";

    private static final Pattern DIGEST = Pattern.compile("[0-9A-Fa-f]{64}");

    /// A person of the list.
    private record Newcomer(Email email, String digest) {}

    private final Accounts accounts;

    ImportApi(Accounts accounts) {
        this.accounts = accounts;
    }

    /// All of the list is read before anybody is made; who is made stays, and is passed over the next time.
    @PostMapping("/local/api/v1/customers/{id}/digests")
    ResponseEntity<byte[]> bring(@PathVariable("id") String id, @RequestBody byte[] body) {
        Json.Obj wish = Json.parseObject(body, MAX_BODY_BYTES).only("people", "language");
        Language language = Language.parse(wish.text("language"));
        List<Newcomer> people = wish.list("people", ImportApi::newcomer);
        if (people.size() > MOST) {
            throw Refusal.invalid("import-too-many", "At most " + MOST + " people at once.");
        }
        CustomerId customer = new CustomerId(id);
        long made = people.stream()
                .filter(p -> accounts.importDigest(p.email(), p.digest(), language, customer, ROLE))
                .count();
        return JsonAnswer.ok(Json.object()
                .put("made", made)
                .put("known", people.size() - made)
                .build());
    }

    private static Newcomer newcomer(Json one) {
        if (!(one instanceof Json.Obj person)) {
            throw Refusal.invalid("import-malformed", "Each of the people has an e-mail address and a digest.");
        }
        String digest = person.only("email", "sha256").text("sha256");
        if (!DIGEST.matcher(digest).matches()) {
            throw Refusal.invalid("digest-malformed", "A SHA-256 digest has 64 hexadecimal digits.");
        }
        return new Newcomer(Email.parse(person.text("email")), digest);
    }
}
