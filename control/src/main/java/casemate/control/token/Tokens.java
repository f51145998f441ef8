package casemate.control.token;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Sha256;
import casemate.base.UserId;
import casemate.control.audit.Audit;
import casemate.control.web.Permission;
import casemate.control.web.Viewer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to tokens: makes them, ends them, and says who stands behind one that is presented.
public final class Tokens {
    /// So long an ended token stays in the list, so that people see what became of it.
    static final Duration ENDED_KEPT = Duration.ofDays(90);
    /// The list shows the last use to the minute; writing it more often would be of no use.
    private static final Duration NOTED = Duration.ofMinutes(1);
    /// With the ended ones of [#ENDED_KEPT].
    private static final int MAX_LISTED = 200;

    private final TokenTable table;
    private final Standing standing;
    /// Found late: the rooms that vouch stand on this one.
    private final Supplier<List<Voucher>> vouchers;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final SecureRandom chance;
    private final Clock clock;

    Tokens(
            TokenTable table,
            Standing standing,
            Supplier<List<Voucher>> vouchers,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock) {
        this.table = table;
        this.standing = standing;
        this.vouchers = vouchers;
        this.audit = audit;
        this.transactions = transactions;
        this.ids = ids;
        this.chance = chance;
        this.clock = clock;
    }

    /// Who stands behind a token of the API.
    ///
    /// @param viewer its maker, with what is left of their rights; its session is the token's id
    public record Bearer(IssuedToken token, Viewer viewer) {}

    /// Makes a token for the customer that its maker acts for now.
    ///
    /// @throws Refusal `token-scope-beyond`, `tokens-too-many`
    public NewToken issue(TokenWish wish, Viewer maker) {
        CustomerId customer = maker.customer().orElseThrow(Tokens::customersOnly);
        TokenRules.within(wish.scopes(), maker.rights());
        Secret secret = MarkedSecret.random(wish.kind(), chance);
        Instant now = clock.instant();
        IssuedToken token = new IssuedToken(
                ids.make("tok"),
                wish.kind(),
                customer,
                maker.user(),
                wish.name(),
                wish.scopes().stream().sorted().toList(),
                now,
                now.plus(Duration.ofDays(wish.days())),
                Optional.empty(),
                Optional.empty());
        transactions.executeWithoutResult(_ -> {
            table.lockCounting(customer);
            table.forget(customer, now.minus(ENDED_KEPT));
            TokenRules.roomFor(
                    wish.kind(),
                    wish.kind() == TokenKind.PERSONAL
                            ? table.countPersonal(customer, maker.user(), now)
                            : table.countShared(customer, wish.kind(), now));
            table.add(token, hash(secret.revealText()));
            audit.record(maker.actor(), "token.issue", token.id(), told(token));
        });
        return new NewToken(token, secret);
    }

    /// A person's own for the customer that they act for now, the newest first.
    public List<IssuedToken> mine(Viewer viewer) {
        return viewer.customer()
                .map(c -> table.personal(c, viewer.user(), MAX_LISTED))
                .orElse(List.of());
    }

    /// A customer's, of one kind, whoever made them; the newest first.
    public List<IssuedToken> of(CustomerId customer, TokenKind kind) {
        return table.of(customer, kind, MAX_LISTED);
    }

    /// What a customer's token is called, for as long as it is kept.
    public Optional<String> name(CustomerId customer, String id) {
        return table.find(customer, id).map(IssuedToken::name);
    }

    /// Ends one of a person's own.
    ///
    /// @throws Refusal `token-unknown`, also for another's
    void revokeOwn(String id, Viewer viewer) {
        CustomerId customer = viewer.customer().orElseThrow(Tokens::customersOnly);
        revoke(
                table.find(customer, id)
                        .filter(t -> t.kind() == TokenKind.PERSONAL)
                        .filter(t -> t.maker().equals(viewer.user())),
                viewer.actor());
    }

    /// Ends any token of a customer but one for provisioning, which is another permission's.
    ///
    /// @throws Refusal `token-unknown`, also for another customer's
    void revokeAny(CustomerId customer, String id, Actor actor) {
        revoke(table.find(customer, id).filter(t -> t.kind() != TokenKind.PROVISIONING), actor);
    }

    /// Ends a token of one kind.
    ///
    /// @throws Refusal `token-unknown`, also for another customer's
    public void revoke(CustomerId customer, TokenKind kind, String id, Actor actor) {
        revoke(table.find(customer, id).filter(t -> t.kind() == kind), actor);
    }

    /// Ends any token of a customer, for an operator.
    void revokeAs(CustomerId customer, String id, Actor actor) {
        revoke(table.find(customer, id), actor);
    }

    /// What lists compare ends with.
    public Instant now() {
        return clock.instant();
    }

    /// Ends whatever a person made to act as themselves for a customer: they have left it, and shall not find their
    /// tokens alive when they come back.
    public void revokeOf(CustomerId customer, UserId maker, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            if (table.revokeOf(customer, maker, clock.instant()) > 0) {
                audit.record(actor, "token.revoke-all", maker.value());
            }
        });
    }

    /// Who stands behind a token that was presented at the API; empty for whatever is none, has ended, or whose maker
    /// has left or is vouched for no more.
    public Optional<Bearer> bearer(String presented) {
        return alive(TokenKind.PERSONAL.prefix(), presented)
                .flatMap(token -> standing.of(token.maker(), token.customer())
                        .filter(stand -> !token.created().isBefore(stand.since()))
                        .filter(_ -> vouched(token))
                        .map(stand -> bearer(token, stand)));
    }

    /// One good word is enough: whom a directory keeps, it takes out itself.
    private boolean vouched(IssuedToken token) {
        List<Voucher.Word> words = vouchers.get().stream()
                .map(v -> v.of(token.maker(), token.customer()))
                .toList();
        return words.contains(Voucher.Word.GIVEN) || !words.contains(Voucher.Word.MISSING);
    }

    /// The token for provisioning that was presented; empty for whatever is none or has ended.
    public Optional<IssuedToken> provisioner(String presented) {
        return alive(TokenKind.PROVISIONING.prefix(), presented);
    }

    private Optional<IssuedToken> alive(String prefix, String presented) {
        if (!MarkedSecret.sound(prefix, presented)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<IssuedToken> token = table.presented(hash(presented)).filter(t -> t.alive(now));
        token.filter(t -> t.lastUsed().filter(at -> at.plus(NOTED).isAfter(now)).isEmpty())
                .ifPresent(t -> table.used(t.id(), now));
        return token;
    }

    private static Bearer bearer(IssuedToken token, Standing.Stand stand) {
        return new Bearer(
                token,
                new Viewer(
                        token.maker(),
                        Optional.of(token.customer()),
                        Optional.empty(),
                        stand.person().email().value(),
                        stand.person().language(),
                        stand.person().zone(),
                        token.id(),
                        token.created(),
                        TokenRules.left(Set.copyOf(token.scopes()), stand.rights())));
    }

    private void revoke(Optional<IssuedToken> token, Actor actor) {
        IssuedToken found = token.orElseThrow(
                () -> Refusal.notFound("token-unknown", "There is no such token; look at the list again."));
        transactions.executeWithoutResult(_ -> {
            if (table.revoke(found.id(), clock.instant())) {
                audit.record(actor, "token.revoke", found.id());
            }
        });
    }

    private static Json.Obj told(IssuedToken token) {
        return Json.object()
                .put("kind", token.kind().code())
                .put(
                        "scopes",
                        Json.texts(token.scopes().stream().map(Permission::code).toList()))
                .put("expires", token.expires())
                .build();
    }

    private static byte[] hash(String presented) {
        return Sha256.of(presented);
    }

    static Refusal customersOnly() {
        return Refusal.forbidden("customers-only", "Sign in as a customer to see the portal.");
    }
}
