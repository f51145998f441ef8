package casemate.control.account;

import casemate.base.Actor;
import casemate.base.Secret;
import casemate.control.web.Language;
import casemate.promise.Target;
import java.util.Optional;
import java.util.function.Consumer;

/// A place where accounts are kept: the real one, or a twin in temporary tables whose verifiers are switched off.
///
/// @param rest what lies there, read past the doors that wrote it
/// @param withdraw takes away the letters to an address
/// @param end what closing does
record PasswordTarget(SignUps signUps, Accounts accounts, PasswordsAtRest rest, Consumer<String> withdraw, Runnable end)
        implements Target {
    private static final Actor DRILL = new Actor.Program("drills");

    /// Becomes a customer the way everybody does, by the letter.
    Person join(Email email, Secret password) {
        signUps.signUp(new SignUp(email, password, Language.EN, Details.none()), DRILL);
        return signUps.confirm(Token.presented(rest.token(email)), password, DRILL);
    }

    Optional<Person> verify(Email email, Secret password) {
        return accounts.verify(Kind.CUSTOMER, email, password);
    }

    /// Takes every canary away, also those of a run that was killed.
    void sweep(String like) {
        accounts.removeCanaries(like, DRILL);
        signUps.forget(like);
        withdraw.accept(like);
    }

    @Override
    public void close() {
        end.run();
    }
}
