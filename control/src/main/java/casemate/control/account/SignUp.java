package casemate.control.account;

import casemate.base.Secret;
import casemate.control.web.Language;

/// A stranger's wish to become a customer.
public record SignUp(Email email, Secret password, Language language, Details details) {
    public SignUp {
        PasswordRules.check(password, email);
    }
}
