package casemate.control.account;

/// At which door a person signs in; the same address may have an account at each.
public enum Kind {
    CUSTOMER,
    OPERATOR
}
