package casemate.control.step;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Person;
import casemate.control.account.Token;
import casemate.control.factor.Factors;
import casemate.control.factor.SecondStep;
import casemate.control.signin.Opened;
import casemate.control.signin.Sessions;
import casemate.control.signin.Verified;
import casemate.control.web.Visitor;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.transaction.support.TransactionTemplate;

/// From the password to the session, where a password is not enough: a short-lived token that opens the
/// second step and nothing else.
final class SecondSteps implements SecondStep {
    /// Long enough to find a phone, too short to find somebody's phone.
    static final Duration LIFE = Duration.ofMinutes(10);

    /// Mistypes before one begins again with the password.
    static final int TRIES = 5;

    private final HalfTable table;
    private final Sessions sessions;
    private final Factors factors;
    private final LostFactors lost;
    private final Accounts accounts;
    private final TransactionTemplate transactions;
    private final SecureRandom chance;
    private final Clock clock;

    SecondSteps(
            HalfTable table,
            Sessions sessions,
            Factors factors,
            LostFactors lost,
            Accounts accounts,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock) {
        this.table = table;
        this.sessions = sessions;
        this.factors = factors;
        this.lost = lost;
        this.accounts = accounts;
        this.transactions = transactions;
        this.chance = chance;
        this.clock = clock;
    }

    /// Lets somebody in who showed a password, as far as that goes.
    ///
    /// @throws Refusal as [Sessions#open]
    Entry enter(Verified verified, Visitor visitor) {
        Person person = verified.person();
        lost.apply(person);
        if (!asks(person.id(), person.operator())) {
            return new Entry.In(sessions.open(person, visitor, verified.known()));
        }
        sessions.mayOpen(person);
        Token token = Token.random(chance);
        Instant now = clock.instant();
        transactions.executeWithoutResult(_ -> {
            table.forget(now.minus(LIFE));
            table.add(token, person.id(), person.operator(), verified.known(), now);
        });
        return new Entry.HalfWay(token, !factors.of(person.id()).any());
    }

    @Override
    public boolean asks(UserId person, boolean operator) {
        return factors.of(person).any() || factors.required(person, operator);
    }

    /// Who is half-way in at this door; empty when it took them too long or too many tries.
    Optional<Half> find(boolean operator, Token token) {
        return table.find(token)
                .filter(h -> h.operator() == operator && h.tries() < TRIES)
                .filter(h -> h.createdAt().plus(LIFE).isAfter(clock.instant()))
                .flatMap(h -> accounts.person(h.person())
                        .filter(p -> !p.disabled())
                        .map(p -> new Half(
                                token,
                                p,
                                operator,
                                h.known(),
                                !factors.of(p.id()).any())));
    }

    /// Takes the second step.
    ///
    /// @param proof whether what they show is right; asked once
    /// @throws Refusal when it is not right, and [#over] when that was once too often
    Opened prove(Half half, BooleanSupplier proof, Visitor visitor, Optional<Token> device) {
        if (!table.tryOnce(half.token(), TRIES)) {
            throw over();
        }
        sessions.guess(half.person().id(), visitor, device, proof);
        return transactions.execute(_ -> {
            if (!table.remove(half.token())) {
                throw over();
            }
            // Who shows one has not lost it, or somebody else said so.
            lost.end(half.person().id(), new Actor.Program("signin"));
            return sessions.open(half.person(), visitor, half.known());
        });
    }

    /// Who is half-way in no longer, begins again with the password.
    static Refusal over() {
        return new Refusal(
                Refusal.Kind.UNAUTHENTICATED,
                "second-step-over",
                "That took too long or too many tries; sign in again.");
    }
}
