package casemate.control.account;

import casemate.base.Secret;
import casemate.control.password.Passwords;
import casemate.control.web.Language;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A stranger's wish to become a customer.
public record SignUp(Email email, Secret password, Language language, Details details) {
    public SignUp {
        Passwords.checkObvious(password, known(email, details));
    }

    List<String> known() {
        return known(email, details);
    }

    /// What others know of somebody, and would try as their password.
    static List<String> known(Email email, Details details) {
        return Stream.of(
                        Optional.of(email.value()),
                        details.company(),
                        details.contactName(),
                        details.address(),
                        details.vatNumber())
                .flatMap(Optional::stream)
                .toList();
    }
}
