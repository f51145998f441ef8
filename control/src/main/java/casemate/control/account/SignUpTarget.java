package casemate.control.account;

import casemate.base.Actor;
import casemate.base.Secret;
import casemate.control.web.Language;
import casemate.promise.Target;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.util.MultiValueMap;

/// A place where strangers become customers: the real one, or a twin in temporary tables that keeps more of them.
///
/// @param rest what lies there, read past the doors that wrote it
/// @param withdraw takes away the letters to an address
/// @param end what closing does
record SignUpTarget(SignUps signUps, Accounts accounts, PasswordsAtRest rest, Consumer<String> withdraw, Runnable end)
        implements Target {
    private static final Actor DRILL = new Actor.Program("drills");

    /// Sends the form, as the page does, and confirms it by the letter.
    void join(MultiValueMap<String, String> typed, Email email) {
        Secret password = Secret.of(SignUpForm.text(typed, "password"));
        signUps.signUp(SignUpForm.read(typed).wish(password, Language.EN), DRILL);
        signUps.confirm(Token.presented(rest.token(email)), password, DRILL);
    }

    /// Every row of every table that speaks of somebody and was written since.
    List<PasswordsAtRest.Row> rows(long since, List<String> marks) {
        return rest.rows(since, marks);
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
