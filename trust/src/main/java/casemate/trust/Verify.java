package casemate.trust;

import casemate.base.LabClock;
import casemate.base.Refusal;
import casemate.ledger.Bundle;
import casemate.ledger.LedgerException;
import casemate.ledger.Verdict;
import casemate.ledger.Verdict.Fails;
import casemate.ledger.Verdict.Fault;
import casemate.ledger.Verdict.Holds;
import casemate.ledger.Verifier;
import casemate.promise.ErasureCertificate;
import casemate.promise.Evidence;
import casemate.promise.HouseRestored;
import casemate.promise.Leaf;
import casemate.promise.PolicyInForce;
import casemate.promise.PromiseMade;
import casemate.promise.State;
import casemate.trust.VerifyReport.Check;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Checks what the trust page hands out, offline and from the vendor's public key alone: first that the
/// bytes were signed, then that what they say hangs together.
public final class Verify {
    private static final String READABLE = "bundle-readable";
    private static final String SIGNED = "checkpoint-signed";
    private static final String INCLUDED = "entries-included";
    private static final String AGREE = "entries-agree";
    private static final String FILES = "files-complete";

    private static final String CLOCK = "clock";

    private final Verifier verifier;
    private final boolean laboratories;

    /// @param verifier knows the vendor's key, and the witnesses that are demanded
    public Verify(Verifier verifier) {
        this(verifier, false);
    }

    /// @param laboratories whether what a moved clock recorded is accepted, too
    public Verify(Verifier verifier, boolean laboratories) {
        this.verifier = verifier;
        this.laboratories = laboratories;
    }

    /// Where the bundle of a page lies, so that people can give the page's own address.
    ///
    /// @throws Refusal `verify-address` for an address that is neither a bundle nor a page of one promise
    public static URI bundleOf(URI address) {
        String path = Optional.ofNullable(address.getRawPath()).orElse("");
        if (path.endsWith(Paths.BUNDLE)) {
            return address;
        }
        if (path.matches(Paths.PROMISE + "[A-Z]{3}-[1-9][0-9]?(\\.json)?")) {
            String page = path.endsWith(".json") ? path.substring(0, path.length() - ".json".length()) : path;
            return address.resolve(page + Paths.BUNDLE);
        }
        throw Refusal.invalid(
                "verify-address",
                "Give the address of one promise, such as https://trust.example.com/promise/EDG-2, or of a bundle.");
    }

    /// Checks the bytes of a bundle.
    ///
    /// @param subject where they come from, for the report
    /// @param now tells whether a proof still counts
    public VerifyReport bundle(String subject, byte[] bytes, Instant now) {
        List<Check> checks = new ArrayList<>();
        Bundle bundle;
        try {
            bundle = Bundle.parse(bytes);
        } catch (LedgerException e) {
            checks.add(new Check(READABLE, false, String.valueOf(e.getMessage())));
            return new VerifyReport(subject, checks, List.of());
        }
        int entries = bundle.leaves().size();
        checks.add(new Check(READABLE, true, entries == 1 ? "1 entry" : entries + " entries"));
        switch (verifier.bundle(bundle)) {
            case Fails fails -> {
                if (step(fails.fault()).equals(INCLUDED)) {
                    checks.add(new Check(SIGNED, true, checkpoint(bundle)));
                }
                checks.add(new Check(step(fails.fault()), false, fails.text()));
                return new VerifyReport(subject, checks, List.of());
            }
            case Holds holds -> {
                checks.add(new Check(SIGNED, true, checkpoint(bundle) + witnesses(holds)));
                checks.add(new Check(
                        INCLUDED, true, "under the root " + bundle.checkpoint().root()));
            }
        }
        Optional<Check> clock = clock(bundle.checkpoint().origin());
        clock.ifPresent(checks::add);
        if (clock.filter(c -> !c.holds()).isPresent()) {
            return new VerifyReport(subject, checks, List.of());
        }
        List<Leaf> leaves = leaves(bundle);
        Optional<String> quarrel = quarrel(leaves);
        checks.add(new Check(AGREE, quarrel.isEmpty(), quarrel.orElse("promise, policy and outcome belong together")));
        return new VerifyReport(subject, checks, quarrel.isEmpty() ? said(bundle, now) : List.of());
    }

    /// Checks a whole ledger's directory: every file, every entry.
    public VerifyReport directory(Path directory) {
        Verdict verdict = verifier.directory(directory);
        List<Check> checks = new ArrayList<>(
                switch (verdict) {
                    case Fails fails ->
                        List.of(new Check(
                                fails.fault() == Fault.FILE_DAMAGED ? FILES : step(fails.fault()),
                                false,
                                fails.text()));
                    case Holds holds ->
                        List.of(
                                new Check(
                                        SIGNED,
                                        true,
                                        holds.checkpoint().origin() + " at "
                                                + holds.checkpoint().size() + " entries" + witnesses(holds)),
                                new Check(FILES, true, "every tile and every entry is as signed"));
                });
        if (verdict instanceof Holds holds) {
            clock(holds.checkpoint().origin()).ifPresent(checks::add);
        }
        return new VerifyReport(directory.toString(), checks, List.of());
    }

    /// A laboratory's ledger is in order like any other, and its times are made up: it must be asked for.
    private Optional<Check> clock(String origin) {
        return LabClock.marks(origin)
                ? Optional.of(new Check(
                        CLOCK,
                        laboratories,
                        "a laboratory with a moved clock recorded this: its times prove nothing"
                                + (laboratories ? "" : "; --lab-clock checks it all the same")))
                : Optional.empty();
    }

    private static String step(Fault fault) {
        return switch (fault) {
            case MALFORMED -> READABLE;
            case UNKNOWN_KEY, WRONG_ORIGIN, BAD_SIGNATURE, MISSING_WITNESS -> SIGNED;
            case LEAF_ALTERED, INDEX_OUT_OF_RANGE, WRONG_ROOT, INCONSISTENT, FILE_DAMAGED -> INCLUDED;
        };
    }

    private static String checkpoint(Bundle bundle) {
        return bundle.checkpoint().origin() + " at " + bundle.checkpoint().size() + " entries";
    }

    private static String witnesses(Holds holds) {
        return holds.witnesses().isEmpty() ? "" : ", cosigned by " + String.join(", ", holds.witnesses());
    }

    private static List<Leaf> leaves(Bundle bundle) {
        List<Leaf> leaves = new ArrayList<>();
        bundle.leaves().forEach(leaf -> decode(leaf).ifPresent(leaves::add));
        return leaves;
    }

    private static Optional<Leaf> decode(Bundle.Leaf leaf) {
        try {
            return Optional.of(Leaf.decode(leaf.entry()));
        } catch (Refusal _) {
            return Optional.empty();
        }
    }

    /// What does not fit together: a bundle of genuine entries may still tell a false story by its choice
    /// of them.
    private static Optional<String> quarrel(List<Leaf> leaves) {
        for (Leaf leaf : leaves) {
            for (Leaf other : leaves) {
                Optional<String> found = switch (leaf) {
                    case Evidence e
                    when other instanceof PromiseMade p && !e.promise().equals(p.promise()) ->
                        Optional.of("the outcome is about " + e.promise() + ", the promise is " + p.promise());
                    case PromiseMade p
                    when other instanceof PolicyInForce f
                            && !(p.policy().equals(f.policy()) && f.promises().contains(p.promise())) ->
                        Optional.of("the policy in force does not make the promise " + p.promise());
                    default -> Optional.empty();
                };
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> said(Bundle bundle, Instant now) {
        return bundle.leaves().stream()
                .map(leaf -> "#" + leaf.index() + " "
                        + decode(leaf).map(l -> said(l, now)).orElse("an entry of another kind"))
                .toList();
    }

    private static String said(Leaf leaf, Instant now) {
        return switch (leaf) {
            case Evidence e ->
                e.promise() + " " + word(e.state()) + " (" + e.drill() + ", " + word(e.proof()) + ") at " + e.finished()
                        + (e.why().isEmpty() ? "" : ": " + e.why())
                        + (now.isAfter(e.freshUntil()) ? "; counted until " : "; counts until ") + e.freshUntil()
                        + "; " + twin(e.twin());
            case PromiseMade p ->
                p.promise() + " promised: " + p.sentence().values().iterator().next();
            case PolicyInForce p ->
                "policy " + p.policy() + " of " + p.vendor().name() + " in force from " + p.inForce();
            case HouseRestored r ->
                "the house was lost and restored at " + r.restored() + " from its copy of " + r.copy()
                        + "; what was recorded in between is not here";
            case ErasureCertificate c -> erased(c);
        };
    }

    private static String erased(ErasureCertificate c) {
        String kept = c.kept().stream()
                .filter(k -> !k.until().isEmpty())
                .map(k -> "; kept by law until " + k.until() + ": " + k.count() + " of " + k.what())
                .collect(Collectors.joining());
        return word(c.of()) + " " + c.subject() + " erased from " + c.begun() + " to " + c.ended() + ": " + c.keys()
                + " keys destroyed, " + c.spaces() + " instances gone, " + c.sites() + " sites searched, " + c.copies()
                + " files removed there, " + (c.left() == 0 ? "none" : c.left() + " unreadable ones") + " left, "
                + c.rows() + " rows removed" + kept;
    }

    private static String twin(State twin) {
        return switch (twin) {
            case BROKEN -> "the drill caught its sabotaged copy";
            case KEPT -> "the drill missed its sabotaged copy";
            case UNPROVED -> "the sabotaged copy was not tried";
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
