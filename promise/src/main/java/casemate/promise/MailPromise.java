package casemate.promise;

/// Mail.
public sealed interface MailPromise extends Promise {
    /// An instance's e-mail goes out through the platform's relay unless the customer sets its own.
    ///
    /// @param relay the provider
    @Row("MAI-1")
    record MailRelay(@Bounds(min = "1", max = "60") String relay) implements MailPromise {
        public MailRelay {
            Catalogue.check(MailRelay.class, relay);
        }
    }
}
