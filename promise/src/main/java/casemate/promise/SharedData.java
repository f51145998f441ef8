package casemate.promise;

/// What a processor gets.
public enum SharedData implements Word {
    NOTHING,
    PAYMENT_DETAILS,
    OUTGOING_MAIL,
    HOSTED_DATA,
    BACKUPS
}
