package casemate.control.account;

/// A person as one of a customer's.
public record Member(Person person, Membership membership) {}
