package casemate.waf.seclang;

import casemate.waf.seclang.Directive.IdRange;
import casemate.waf.seclang.Directive.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Reads one directive from its words.
final class DirectiveText {
    /// Longest part of a wrong word that a problem repeats.
    private static final int SHOWN = 60;

    /// Code pages are numbered by 16 bits.
    private static final int LAST_CODE_PAGE = 65_535;

    private final Reading reading;
    private final ProblemList problems;

    DirectiveText(Reading reading) {
        this.reading = reading;
        this.problems = reading.problems();
    }

    void read(List<Word> words) {
        Word directive = words.getFirst();
        List<Word> arguments = words.subList(1, words.size());
        switch (directive.text().toLowerCase(Locale.ROOT)) {
            case "secrule" -> rule(directive, arguments);
            case "secaction" -> action(directive, arguments);
            case "secmarker" -> marker(directive, arguments);
            case "secdefaultaction" -> defaultAction(directive, arguments);
            case "include" -> reading.include(arguments, directive, false);
            case "includeoptional" -> reading.include(arguments, directive, true);
            case "secruleremovebyid" ->
                ids(directive, arguments).ifPresent(r -> reading.add(new Directive.Remove(directive.place(), r)));
            case "secruleremovebytag" ->
                one(directive, arguments)
                        .ifPresent(w -> reading.add(new Directive.Remove(directive.place(), new Rules.Tag(w.text()))));
            case "secruleremovebymsg" ->
                one(directive, arguments)
                        .ifPresent(w -> reading.add(new Directive.Remove(directive.place(), new Rules.Msg(w.text()))));
            case "secruleupdatetargetbyid" ->
                updateTargets(directive, arguments, word -> ids(directive, List.of(word)));
            case "secruleupdatetargetbytag" ->
                updateTargets(directive, arguments, word -> Optional.of(new Rules.Tag(word.text())));
            case "secruleupdatetargetbymsg" ->
                updateTargets(directive, arguments, word -> Optional.of(new Rules.Msg(word.text())));
            case "secruleupdateactionbyid" -> updateActions(directive, arguments);
            default -> setting(directive, arguments);
        }
    }

    private void rule(Word directive, List<Word> arguments) {
        if (arguments.size() < 2 || arguments.size() > 3) {
            problem(directive, "expected after SecRule: variables, an operator and actions, each in quotes if need be");
            reading.forgetChain();
            return;
        }
        List<Target> targets = TargetText.parse(arguments.getFirst(), problems);
        Optional<OperatorCall> operator = OperatorText.parse(arguments.get(1), problems);
        List<ActionCall> actions = arguments.size() == 3 ? ActionText.parse(arguments.get(2), problems) : List.of();
        reading.addRule(new Directive.Rule(directive.place(), targets, operator, actions, Optional.empty()));
    }

    private void action(Word directive, List<Word> arguments) {
        one(directive, arguments)
                .ifPresentOrElse(
                        word -> reading.addRule(new Directive.Rule(
                                directive.place(),
                                List.of(),
                                Optional.empty(),
                                ActionText.parse(word, problems),
                                Optional.empty())),
                        reading::forgetChain);
    }

    private void marker(Word directive, List<Word> arguments) {
        one(directive, arguments).ifPresent(w -> reading.add(new Directive.Marker(directive.place(), w.text())));
    }

    private void defaultAction(Word directive, List<Word> arguments) {
        one(directive, arguments)
                .map(word -> ActionText.parse(word, problems))
                .ifPresent(actions ->
                        reading.add(new Directive.DefaultAction(directive.place(), Phases.of(actions), actions)));
    }

    private void updateTargets(Word directive, List<Word> arguments, Function<Word, Optional<? extends Rules>> which) {
        if (arguments.size() != 2) {
            problem(
                    directive,
                    "expected after " + directive.text() + ": which rules, and variables to add or !exclude");
            return;
        }
        Optional<? extends Rules> rules = which.apply(arguments.getFirst());
        List<Target> targets = TargetText.parse(arguments.get(1), problems);
        rules.ifPresent(r -> reading.add(new Directive.UpdateTargets(directive.place(), r, targets)));
    }

    private void updateActions(Word directive, List<Word> arguments) {
        if (arguments.size() != 2) {
            problem(directive, "expected after " + directive.text() + ": the id of a rule, and actions");
            return;
        }
        Word which = arguments.getFirst();
        String[] parts = which.text().split(":", -1);
        List<ActionCall> actions = ActionText.parse(arguments.get(1), problems);
        boolean good = parts.length <= 2
                && Numbers.isNumber(parts[0])
                && (parts.length == 1 || Numbers.in(parts[1], 0, Reading.LONGEST_CHAIN));
        if (!good) {
            problem(which, "expected the id of a rule, or id:offset for a rule in its chain");
            return;
        }
        int offset = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
        reading.add(new Directive.UpdateActions(directive.place(), Long.parseLong(parts[0]), offset, actions));
    }

    private void setting(Word directive, List<Word> arguments) {
        String name = directive.text();
        Optional<SettingName> known = SettingName.named(name);
        if (known.isEmpty()) {
            problem(
                    directive,
                    NotSupported.reason(NotSupported.Kind.DIRECTIVE, name).orElse("unknown directive " + shown(name)));
            return;
        }
        Optional<Problem> wrong = known.get()
                .form()
                .check(directive, arguments)
                .or(() -> known.get() == SettingName.SEC_UNICODE_MAP_FILE ? unicodeMap(arguments) : Optional.empty());
        wrong.ifPresentOrElse(
                problem -> problems.add(problem.place(), problem.message()),
                () -> reading.add(new Directive.Setting(
                        directive.place(),
                        known.get(),
                        arguments.stream().map(Word::text).toList())));
    }

    private Optional<Problem> unicodeMap(List<Word> arguments) {
        Word page = arguments.getLast();
        return Numbers.in(page.text(), 1, LAST_CODE_PAGE)
                ? reading.missing(arguments.getFirst())
                : Optional.of(new Problem(page.place(), "expected the number of a code page, such as 20127"));
    }

    private Optional<Word> one(Word directive, List<Word> arguments) {
        if (arguments.size() == 1 && !arguments.getFirst().text().isEmpty()) {
            return Optional.of(arguments.getFirst());
        }
        problem(directive, "expected after " + directive.text() + ": one word, or a text in quotes");
        return Optional.empty();
    }

    /// `1 2-3`, in one word or in several.
    private Optional<Rules> ids(Word directive, List<Word> arguments) {
        List<IdRange> ranges = new ArrayList<>();
        for (Word word : arguments) {
            Optional<List<IdRange>> some = IdRange.parseAll(word.text());
            if (some.isEmpty()) {
                problem(word, "expected ids of rules, or ranges such as 100-199, not " + shown(word.text()));
                return Optional.empty();
            }
            ranges.addAll(some.get());
        }
        if (ranges.isEmpty()) {
            problem(directive, "expected after " + directive.text() + ": ids of rules, or ranges such as 100-199");
            return Optional.empty();
        }
        return Optional.of(new Rules.Ids(ranges));
    }

    private void problem(Word word, String message) {
        problems.add(word.place(), message);
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
