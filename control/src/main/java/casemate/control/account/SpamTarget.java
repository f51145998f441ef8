package casemate.control.account;

import casemate.base.Actor;
import casemate.base.Secret;
import casemate.control.spam.SpamCheck;
import casemate.control.web.Language;
import casemate.promise.Target;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.util.MultiValueMap;

/// The way from a typed form to a waiting sign-up: the real one, or a twin in temporary tables that looks for no spam.
///
/// @param waits whether a sign-up waits for an address
/// @param withdraw takes away the letters to an address
/// @param end what closing does
record SpamTarget(SpamCheck check, SignUps signUps, Predicate<Email> waits, Consumer<String> withdraw, Runnable end)
        implements Target {
    /// Where the drill stands.
    private static final String HERE = "127.0.0.1";

    private static final Actor DRILL = new Actor.Program("drills");

    /// Does with a form what the page does.
    void send(MultiValueMap<String, String> typed, Email email, Secret password) {
        signUps.take(
                new SignUp(email, password, Language.EN, Details.none()),
                check.judge(typed, email.value(), HERE),
                DRILL);
    }

    /// Takes every canary away, also those of a run that was killed.
    void sweep(String like) {
        signUps.forget(like);
        withdraw.accept(like);
    }

    @Override
    public void close() {
        end.run();
    }
}
