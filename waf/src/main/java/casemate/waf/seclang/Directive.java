package casemate.waf.seclang;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One directive of a rule file, in the order of the files, `Include` already followed. Chains are already linked.
public sealed interface Directive {
    Place place();

    /// What is carried out in order, phase by phase.
    sealed interface Step extends Directive {}

    /// `SecRule`, or `SecAction`, which has no targets and no operator and always matches.
    ///
    /// @param actions of this rule alone, as written: defaults are not mixed in yet
    /// @param chained the rule that must match too, when this one has the action `chain`
    record Rule(
            Place place,
            List<Target> targets,
            Optional<OperatorCall> operator,
            List<ActionCall> actions,
            Optional<Rule> chained)
            implements Step {
        public Rule {
            targets = List.copyOf(targets);
            actions = List.copyOf(actions);
        }

        /// 0 when it has none, as a `SecAction` may and a later rule of a chain does.
        public long id() {
            return all(ActionName.ID).mapToLong(Long::parseLong).findFirst().orElse(0);
        }

        /// Of the first rule of a chain; its other rules run in the same phase.
        public int phase() {
            return Phases.of(actions);
        }

        public boolean has(ActionName name) {
            return actions.stream().anyMatch(action -> action.name() == name);
        }

        /// The arguments of all actions of this name, in order.
        public Stream<String> all(ActionName name) {
            return actions.stream().filter(action -> action.name() == name).map(ActionCall::argument);
        }

        /// This rule and those chained to it, in order.
        public List<Rule> chain() {
            return Stream.iterate(Optional.of(this), Optional::isPresent, rule -> rule.flatMap(Rule::chained))
                    .map(Optional::orElseThrow)
                    .toList();
        }
    }

    /// `SecMarker`: where `skipAfter` goes on, in every phase.
    record Marker(Place place, String name) implements Step {}

    /// `SecDefaultAction`: for all rules of its phase, wherever it stands.
    record DefaultAction(Place place, int phase, List<ActionCall> actions) implements Directive {
        public DefaultAction {
            actions = List.copyOf(actions);
        }
    }

    /// `SecRuleRemoveById`, `…ByTag`, `…ByMsg`: rules before it and after it.
    record Remove(Place place, Rules rules) implements Directive {}

    /// `SecRuleUpdateTargetById`, `…ByTag`, `…ByMsg`: rules before it and after it.
    record UpdateTargets(Place place, Rules rules, List<Target> targets) implements Directive {
        public UpdateTargets {
            targets = List.copyOf(targets);
        }
    }

    /// `SecRuleUpdateActionById`.
    ///
    /// @param chainOffset which rule of the chain, 0 is its first
    record UpdateActions(Place place, long id, int chainOffset, List<ActionCall> actions) implements Directive {
        public UpdateActions {
            actions = List.copyOf(actions);
        }
    }

    /// Any other directive; the parser has checked the number and form of its arguments.
    record Setting(Place place, SettingName name, List<String> arguments) implements Directive {
        public Setting {
            arguments = List.copyOf(arguments);
        }
    }

    /// Which rules a removal or an update means.
    sealed interface Rules {
        /// Of a chain, its first rule speaks for all.
        boolean mean(Rule rule);

        /// Inclusive ranges of ids.
        record Ids(List<IdRange> ranges) implements Rules {
            public Ids {
                ranges = List.copyOf(ranges);
            }

            @Override
            public boolean mean(Rule rule) {
                long id = rule.id();
                return ranges.stream().anyMatch(range -> range.contains(id));
            }
        }

        /// Rules with this tag, compared as it is written.
        record Tag(String tag) implements Rules {
            @Override
            public boolean mean(Rule rule) {
                return rule.all(ActionName.TAG).anyMatch(tag::equals);
            }
        }

        /// Rules with this message, compared as it is written.
        record Msg(String message) implements Rules {
            @Override
            public boolean mean(Rule rule) {
                return rule.all(ActionName.MSG).anyMatch(message::equals);
            }
        }
    }

    record IdRange(long first, long last) {
        /// Ranges in one text.
        private static final int MOST = 1_000;

        /// `1 2-3`, separated by blanks or commas; empty when it is anything else.
        public static Optional<List<IdRange>> parseAll(String text) {
            List<IdRange> ranges = new ArrayList<>();
            for (String part : text.strip().split("[ \t,]+", MOST)) {
                Optional<IdRange> range = parse(part);
                if (range.isEmpty()) {
                    return Optional.empty();
                }
                ranges.add(range.get());
            }
            return Optional.of(ranges);
        }

        private static Optional<IdRange> parse(String part) {
            int dash = part.indexOf('-');
            String first = dash < 0 ? part : part.substring(0, dash);
            String last = dash < 0 ? part : part.substring(dash + 1);
            if (!Numbers.isNumber(first) || !Numbers.isNumber(last)) {
                return Optional.empty();
            }
            IdRange range = new IdRange(Long.parseLong(first), Long.parseLong(last));
            return range.first() <= range.last() ? Optional.of(range) : Optional.empty();
        }

        public boolean contains(long id) {
            return first <= id && id <= last;
        }
    }
}
