package casemate.waf.seclang;

import java.util.List;
import java.util.Optional;

/// One directive of a rule file, in the order of the files, `Include` already followed. Chains are already linked.
public sealed interface Directive {
    Place place();

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
            implements Directive {
        public Rule {
            targets = List.copyOf(targets);
            actions = List.copyOf(actions);
        }
    }

    record Marker(Place place, String name) implements Directive {}

    /// `SecDefaultAction`: for the rules of its phase that follow it in the same configuration.
    record DefaultAction(Place place, int phase, List<ActionCall> actions) implements Directive {
        public DefaultAction {
            actions = List.copyOf(actions);
        }
    }

    /// `SecRuleRemoveById`, `…ByTag`, `…ByMsg`: rules that stand before it.
    record Remove(Place place, Rules rules) implements Directive {}

    /// `SecRuleUpdateTargetById`, `…ByTag`, `…ByMsg`: rules that stand before it.
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
        /// Inclusive ranges of ids.
        record Ids(List<IdRange> ranges) implements Rules {
            public Ids {
                ranges = List.copyOf(ranges);
            }
        }

        /// Rules one of whose tags equals, or for a pattern matches, this.
        record Tag(String tag) implements Rules {}

        /// Rules whose message equals, or for a pattern matches, this.
        record Msg(String message) implements Rules {}
    }

    record IdRange(long first, long last) {}
}
