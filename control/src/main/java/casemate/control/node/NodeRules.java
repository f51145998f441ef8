package casemate.control.node;

import casemate.base.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What nodes may be called, how many there are, and when a token opens. No input or output.
final class NodeRules {
    /// Copied from one terminal to another, and not found later.
    static final Duration TOKEN = Duration.ofHours(1);
    /// Beyond that, several houses are the better answer: each host's orders are made from all instances.
    static final int MOST = 32;
    /// A person who mistypes tries a few times; more is somebody who guesses.
    static final int MOST_WRONG = 10;
    /// For so long wrong tokens count.
    static final Duration WRONG_COUNTS = Duration.ofMinutes(5);
    /// Agents report every few seconds, and a lease holds 5 minutes: who hears of it now can still act.
    static final Duration SILENCE = Duration.ofMinutes(2);

    /// One label of DNS (RFC 1123), in lower case.
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    /// Hosts that run in the house's own process, whether they do now or not.
    private static final Set<String> OWN = Set.of("local", "standby");

    private NodeRules() {}

    /// @throws Refusal `node-malformed`, `node-taken`
    static void name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Refusal.invalid(
                    "node-malformed",
                    "A node's name has up to 63 small letters, digits and hyphens, no hyphen first or last.");
        }
        if (OWN.contains(name)) {
            throw taken();
        }
    }

    /// @param known of this name; an invitation that nobody took up can be made anew
    /// @throws Refusal `node-taken`
    static void free(Optional<Node> known, boolean host) {
        if (host || known.filter(node -> node.joined().isPresent()).isPresent()) {
            throw taken();
        }
    }

    /// @param others living or invited
    /// @throws Refusal `nodes-too-many`
    static void roomFor(long others) {
        if (others >= MOST) {
            throw Refusal.conflict(
                    "nodes-too-many",
                    "There are " + MOST + " nodes already, invited ones among them; remove one first.");
        }
    }

    /// @throws Refusal `node-token-throttled`
    static void patience(long wrong) {
        if (wrong >= MOST_WRONG) {
            throw new Refusal(
                    Refusal.Kind.TOO_MANY,
                    "node-token-throttled",
                    "Too many tokens were wrong; try again in " + WRONG_COUNTS.toMinutes() + " minutes.");
        }
    }

    /// Whether a token that is some node's opens for this key. The same machine may ask again: the answer to its first
    /// asking may have been lost.
    ///
    /// @return whether it has joined before
    /// @throws Refusal `node-token-used`, `node-token-expired`
    static boolean opens(Node node, String key, Instant now) {
        if (node.joined().isPresent() && !node.key().equals(key)) {
            throw Refusal.forbidden(
                    "node-token-used", "This token was used before; casemate node add NAME makes another node's.");
        }
        if (!now.isBefore(node.tokenUntil())) {
            throw Refusal.forbidden(
                    "node-token-expired",
                    "This token has expired; casemate node add " + node.name() + " makes another.");
        }
        return node.joined().isPresent();
    }

    /// @param running names of instances that are on the node
    /// @param kept names of instances that have something there, such as a standby
    /// @throws Refusal `node-in-use`, with one of them
    static void unused(String node, boolean lost, List<String> running, List<String> kept) {
        if (!running.isEmpty()) {
            String one = running.getFirst();
            throw Refusal.conflict(
                    "node-in-use",
                    lost
                            ? one + " is on " + node + ": casemate failover " + one
                                    + " --host-is-off moves it to its standby; without one, restore a backup beside it and delete it."
                            : one + " is on " + node + ": move it with casemate failback " + one
                                    + " or casemate failover " + one + " first, or wait until it is erased.");
        }
        if (!kept.isEmpty()) {
            String one = kept.getFirst();
            throw Refusal.conflict(
                    "node-in-use",
                    one + " has its standby, or something of a former one, on " + node + ": casemate replicate " + one
                            + " --off removes it; --lost is for a machine that is gone for good.");
        }
    }

    static boolean silent(Instant last, Instant now) {
        return now.isAfter(last.plus(SILENCE));
    }

    static Refusal unknownToken() {
        return Refusal.forbidden(
                "node-token-unknown", "There is no such token; copy the whole one that casemate node add printed.");
    }

    private static Refusal taken() {
        return Refusal.conflict(
                "node-taken", "That name is, or was, a host of this platform; choose one that was never used.");
    }
}
