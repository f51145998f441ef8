package casemate.control.password;

import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.loaded.Loaded;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The door of this room to which passwords may be chosen.
public final class Passwords {
    private static final String LEAKED = "password.error.leaked";

    /// Names of the platform itself, besides its own.
    private final List<String> names;

    private final Loaded<LeakedList> leaked;

    private Passwords(List<String> names, Loaded<LeakedList> leaked) {
        this.names = List.copyOf(names);
        this.leaked = leaked;
    }

    /// @param names of the platform, such as its domain
    /// @param list where the operator's list of leaked passwords is, once there is one
    public static Passwords of(List<String> names, Optional<Path> list, Clock clock) {
        return new Passwords(names, new Loaded<>(list, LeakedList::open, clock));
    }

    /// The key of words of what is wrong with a password; empty for one that may be chosen.
    ///
    /// @param known what others know of its owner, such as address and names
    public Optional<String> problem(Secret password, Collection<String> known) {
        List<String> all = new ArrayList<>(names);
        all.addAll(known);
        Optional<String> problem = PasswordRules.problem(password.revealText(), all);
        return problem.isPresent() || !leaked(password) ? problem : Optional.of(LEAKED);
    }

    /// The same without a look into the list: what everybody would try first.
    public static Optional<String> obvious(Secret password, Collection<String> known) {
        return PasswordRules.problem(password.revealText(), known);
    }

    /// @throws Refusal `password-weak`
    public static void checkObvious(Secret password, Collection<String> known) {
        if (obvious(password, known).isPresent()) {
            throw weak();
        }
    }

    /// @throws Refusal `password-weak`, `password-leaked`
    public void check(Secret password, Collection<String> known) {
        Optional<String> problem = problem(password, known);
        if (problem.filter(LEAKED::equals).isPresent()) {
            throw Refusal.invalid(
                    "password-leaked",
                    "This password is in a list of leaked ones, where attackers look first; choose another.");
        }
        if (problem.isPresent()) {
            throw weak();
        }
    }

    private static Refusal weak() {
        return Refusal.invalid(
                "password-weak",
                "A password has " + PasswordRules.MIN_CHARS + " to " + PasswordRules.MAX_CHARS
                        + " characters and is not easy to guess; choose another.");
    }

    /// Whether a password is known to have leaked. Fails open: without a list nobody is kept from choosing one.
    public boolean leaked(Secret password) {
        return leaked.get()
                .filter(list -> list.contains(LeakedList.sha1(password.reveal())))
                .isPresent();
    }
}
