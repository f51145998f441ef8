package casemate.control.payment;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Secret;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.SignUp;
import casemate.control.role.CanaryBrowser;
import casemate.control.web.Language;
import casemate.control.web.PostedForm;
import casemate.promise.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// The portal with its forms, and the places where something could have stayed.
///
/// @param portal a browser that nobody is signed in to
/// @param directories of logs and backups
/// @param keeps what a form does with a number besides: nothing, or in the twin keep it
record CardTarget(
        Accounts accounts,
        List<PostedForm> forms,
        Supplier<CanaryBrowser> portal,
        CardTraces traces,
        List<Path> directories,
        BiConsumer<CustomerId, String> keeps)
        implements Target {
    static final Actor DRILL = new Actor.Program("drills");

    CustomerId customer(Email email, Secret password) {
        return accounts.createCustomer(new SignUp(email, password, Language.EN, Details.none()), DRILL)
                .customer();
    }

    /// Takes every canary away, also those of a run that was killed.
    void sweep(String like) {
        accounts.removeCanaries(like, DRILL);
    }
}
