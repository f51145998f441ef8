package casemate.promise;

import casemate.base.Json;

/// One promise with its figures: a row of the catalogue. Controls read their figures from here and nowhere else.
public sealed interface Promise
        permits AccountPromise,
                BillingPromise,
                LifecyclePromise,
                InstancePromise,
                EdgePromise,
                CryptographyPromise,
                BackupPromise,
                OperatorPromise,
                LogPromise,
                WatchPromise,
                ReleasePromise,
                IncidentPromise,
                PrivacyPromise,
                PeoplePromise,
                RiskPromise,
                MailPromise {
    default PromiseId id() {
        return Catalogue.row(getClass()).id();
    }

    /// The figures as a policy writes them: periods and durations in ISO 8601, words in kebab-case.
    default Json.Obj figures() {
        return Catalogue.row(getClass()).json(this);
    }
}
