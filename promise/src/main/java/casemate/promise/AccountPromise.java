package casemate.promise;

import java.time.Duration;
import java.time.Period;
import java.util.List;

/// Accounts and identity.
public sealed interface AccountPromise extends Promise {
    /// Sign-up stores these facts and no others.
    ///
    /// @param stores what is stored about the account
    @Row("ACC-1")
    record SignUpData(@Bounds(min = "1", max = "20") List<AccountField> stores) implements AccountPromise {
        public SignUpData {
            stores = List.copyOf(stores);
            Catalogue.check(SignUpData.class, stores);
        }
    }

    /// A password is never stored: only a salted one-way verifier.
    ///
    /// @param imports verifiers of another system that are accepted, and replaced at the next sign-in
    @Row("ACC-2")
    record PasswordStorage(@Bounds(min = "0", max = "5") List<OldVerifier> imports) implements AccountPromise {
        public PasswordStorage {
            imports = List.copyOf(imports);
            Catalogue.check(PasswordStorage.class, imports);
        }
    }

    /// Sign-in with the customer's identity provider, which also brings users and takes them away.
    ///
    /// @param deprovision from a user's end at the provider to the end here
    @Row("ACC-3")
    record SingleSignOn(
            @Bounds(min = "1", max = "3") List<SignOnProtocol> protocols,
            @Bounds(min = "PT1M", max = "P7D") Duration deprovision)
            implements AccountPromise {
        public SingleSignOn {
            protocols = List.copyOf(protocols);
            Catalogue.check(SingleSignOn.class, protocols, deprovision);
        }
    }

    /// Access is governed by roles and rights that the customer's own administrators set.
    @Row("ACC-4")
    record RolesAndRights() implements AccountPromise {}

    /// A second factor by one-time passwords.
    @Row("ACC-5")
    record SecondFactor(@Bounds(min = "1", max = "2") List<OneTimePassword> methods) implements AccountPromise {
        public SecondFactor {
            methods = List.copyOf(methods);
            Catalogue.check(SecondFactor.class, methods);
        }
    }

    /// How a temporary display point (a screen in a hall) gets in.
    @Row("ACC-6")
    record DisplayPoints(@Bounds(min = "1", max = "3") List<DisplayEntry> ways) implements AccountPromise {
        public DisplayPoints {
            ways = List.copyOf(ways);
            Catalogue.check(DisplayPoints.class, ways);
        }
    }

    /// An account and its data are deleted on request.
    ///
    /// @param within from the request
    @Row("ACC-7")
    record AccountDeletion(
            @Bounds(min = "P1D", max = "P60D") Period within) implements AccountPromise {
        public AccountDeletion {
            Catalogue.check(AccountDeletion.class, within);
        }
    }

    /// How an identity provider speaks.
    enum SignOnProtocol implements Word {
        OIDC,
        SAML,
        SCIM
    }

    /// A kind of one-time password: RFC 6238, RFC 4226.
    enum OneTimePassword implements Word {
        TOTP,
        HOTP
    }

    /// A fact about an account.
    enum AccountField implements Word {
        EMAIL,
        PASSWORD_VERIFIER,
        COMPANY,
        CONTACT_NAME,
        ADDRESS,
        POSTCODE,
        COUNTRY,
        VAT_NUMBER
    }

    /// How a display point gets in.
    enum DisplayEntry implements Word {
        COOKIE,
        PASSWORD,
        SSO
    }

    /// A form of password verifier that another system made.
    enum OldVerifier implements Word {
        SHA_256,
        BCRYPT
    }
}
