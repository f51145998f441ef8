package casemate.waf.state;

import casemate.waf.text.Bytes;

/// What a rule does to a member of a shared record. Each is one step of the store.
public sealed interface Change {
    String name();

    record Set(String name, Bytes value) implements Change {}

    record Add(String name, long summand) implements Change {}

    record Unset(String name) implements Change {}

    record Expire(String name, long seconds) implements Change {}

    record Decay(String name, long amount, long seconds) implements Change {}
}
