package casemate.waf.seclang;

import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// One reading of a file and all that it includes: follows `Include`, links chains, gathers directives and problems.
final class Reading {
    /// Rule sets include a list of files, and those hardly ever others.
    static final int DEEPEST = 16;

    /// The largest sets have some thousands of rules in some dozens of files.
    static final int MOST_FILES = 2_000;

    static final int MOST_DIRECTIVES = 100_000;

    /// Each update is held against each rule.
    static final int MOST_UPDATES = 2_000;

    /// In characters over all files; ten times the largest set.
    static final long MOST_TEXT = 64L << 20;

    /// The longest chain in use has six rules.
    static final int LONGEST_CHAIN = 100;

    private final RuleFiles files;
    private final ProblemList problems = new ProblemList();
    private final List<Directive> directives = new ArrayList<>();
    private final List<Directive.Rule> chain = new ArrayList<>();
    private final Deque<Path> open = new ArrayDeque<>();
    private int read;
    private int updates;
    private long text;

    Reading(RuleFiles files) {
        this.files = files;
    }

    ProblemList problems() {
        return problems;
    }

    /// What was read; refused if there was any problem.
    List<Directive> end() {
        endChain();
        RuleChecks.check(directives, problems);
        problems.refuseIfAny();
        return List.copyOf(directives);
    }

    void read(SourceText source) {
        read++;
        text += source.joined().length();
        Place start = source.place(0);
        if (read > MOST_FILES || text > MOST_TEXT) {
            problems.add(start, "more than " + MOST_FILES + " files or " + (MOST_TEXT >> 20) + " MiB of rules");
            return;
        }
        Words words = new Words(source, problems);
        DirectiveText reader = new DirectiveText(this);
        Optional<List<Word>> next = words.next();
        while (next.isPresent() && !problems.isFull()) {
            reader.read(next.get());
            next = words.next();
        }
    }

    void include(List<Word> arguments, Word directive, boolean optional) {
        if (arguments.size() != 1 || arguments.getFirst().text().isEmpty()) {
            problems.add(directive.place(), "expected after " + directive.text() + ": the name of one file");
            return;
        }
        Place place = arguments.getFirst().place();
        String name = arguments.getFirst().text();
        try {
            List<Path> found = files.matching(name, place);
            if (found.isEmpty() && !optional) {
                problems.add(place, "there is no file " + name);
            }
            found.forEach(file -> include(file, place));
        } catch (Refusal e) {
            problems.add(place, withoutPlace(e, place));
        }
    }

    void include(Path file, Place from) {
        if (problems.isFull()) {
            return;
        }
        try {
            Path real = file.toRealPath();
            if (open.contains(real)) {
                problems.add(from, "the file " + file + " includes itself");
            } else if (open.size() >= DEEPEST) {
                problems.add(from, "files are included more than " + DEEPEST + " deep");
            } else {
                SourceText source = SourceText.of(file.toString(), files.text(file, from));
                open.push(real);
                read(source);
                open.pop();
            }
        } catch (IOException e) {
            problems.add(from, "cannot read " + file + ": " + e.getMessage());
        }
    }

    /// A problem, if there is no file of this name.
    Optional<Problem> missing(Word name) {
        try {
            files.named(name.text(), name.place());
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(new Problem(name.place(), withoutPlace(e, name.place())));
        }
    }

    void add(Directive directive) {
        endChain();
        boolean update = directive instanceof Directive.UpdateTargets || directive instanceof Directive.UpdateActions;
        if (update && ++updates == MOST_UPDATES + 1) {
            problems.add(directive.place(), "there are more than " + MOST_UPDATES + " updates of rules");
        } else if (directives.size() < MOST_DIRECTIVES) {
            directives.add(directive);
        } else if (directives.size() == MOST_DIRECTIVES) {
            problems.add(directive.place(), "there are more than " + MOST_DIRECTIVES + " directives");
        }
    }

    void addRule(Directive.Rule rule) {
        boolean chained = rule.has(ActionName.CHAIN);
        chain.add(rule);
        if (chain.size() > LONGEST_CHAIN) {
            problems.add(rule.place(), "a chain of more than " + LONGEST_CHAIN + " rules");
            chain.clear();
        } else if (!chained) {
            Directive.Rule whole = linked();
            chain.clear();
            add(whole);
        }
    }

    /// After a rule that could not be read: whether a chain goes on is not known, so no second problem is made of it.
    void forgetChain() {
        chain.clear();
    }

    private Directive.Rule linked() {
        Directive.Rule next = chain.getLast();
        for (int i = chain.size() - 2; i >= 0; i--) {
            Directive.Rule rule = chain.get(i);
            next = new Directive.Rule(rule.place(), rule.targets(), rule.operator(), rule.actions(), Optional.of(next));
        }
        return next;
    }

    private void endChain() {
        if (!chain.isEmpty()) {
            problems.add(
                    chain.getLast().place(), "this rule has the action chain; expected a rule after it, as its next");
            chain.clear();
        }
    }

    private static String withoutPlace(Refusal refusal, Place place) {
        String prefix = place + ": ";
        return refusal.text().startsWith(prefix) ? refusal.text().substring(prefix.length()) : refusal.text();
    }
}
