package casemate.control.erasure;

import java.util.List;

/// By what the rows of somebody are found.
///
/// @param customer its number; empty for a person's erasure
/// @param people who belong to no other customer
/// @param addresses theirs
/// @param instances of the customer, those that it erased itself among them
/// @param hosts under which these were served
record Reach(String customer, List<String> people, List<String> addresses, List<String> instances, List<String> hosts) {
    Reach {
        people = List.copyOf(people);
        addresses = List.copyOf(addresses);
        instances = List.copyOf(instances);
        hosts = List.copyOf(hosts);
    }
}
