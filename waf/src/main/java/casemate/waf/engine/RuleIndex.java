package casemate.waf.engine;

import casemate.waf.seclang.ActionCall;
import casemate.waf.seclang.ActionName;
import casemate.waf.seclang.Directive;
import casemate.waf.seclang.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Numbers the rules of a set, those of chains included, and finds them by id, tag and message for controls
/// that leave rules out at run time: which rules are meant is known once for all transactions.
final class RuleIndex {
    private static final int MOST_ID_DIGITS = 18;

    /// @param head the first rule of its chain
    private record Entry(Directive.Rule rule, long id, List<String> tags, boolean head) {}

    private final List<Entry> entries = new ArrayList<>();

    static RuleIndex of(RuleSet rules) {
        RuleIndex index = new RuleIndex();
        for (Directive.Step step : rules.steps()) {
            if (step instanceof Directive.Rule first) {
                List<Directive.Rule> chain = first.chain();
                for (int i = 0; i < chain.size(); i++) {
                    index.entries.add(new Entry(
                            chain.get(i),
                            chain.get(i).id(),
                            chain.get(i).all(ActionName.TAG).toList(),
                            i == 0));
                }
            }
        }
        return index;
    }

    int size() {
        return entries.size();
    }

    /// First rules of chains whose id is among `911100`, `920000-920999` and lists of these.
    RuleBits byIds(ActionCall call, String list) {
        RuleBits all = new RuleBits(size());
        for (String part : list.strip().split("[\\s,]+", -1)) {
            int dash = part.indexOf('-');
            long from = id(call, dash < 0 ? part : part.substring(0, dash));
            long to = dash < 0 ? from : id(call, part.substring(dash + 1));
            all.addAll(heads(rule -> rule.id() != 0 && from <= rule.id() && rule.id() <= to));
        }
        return all;
    }

    RuleBits byTag(String tag) {
        return heads(rule -> rule.tags().contains(tag));
    }

    /// Also later rules of chains that have the tag themselves.
    RuleBits byOwnTag(String tag) {
        return RuleBits.of(size(), i -> entries.get(i).tags().contains(tag));
    }

    RuleBits byMessage(String message) {
        return heads(rule -> rule.rule().all(ActionName.MSG).anyMatch(message::equals));
    }

    /// Where the first rules of chains stand that have an id.
    Map<Long, Integer> ids() {
        Map<Long, Integer> ids = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).head && entries.get(i).id() != 0) {
                ids.put(entries.get(i).id(), i);
            }
        }
        return ids;
    }

    private RuleBits heads(Predicate<Entry> wanted) {
        return RuleBits.of(size(), i -> entries.get(i).head && wanted.test(entries.get(i)));
    }

    private static long id(ActionCall call, String digits) {
        String plain = digits.replace("'", "").strip();
        if (plain.isEmpty() || plain.length() > MOST_ID_DIGITS || !plain.chars().allMatch(Character::isDigit)) {
            throw EffectCompiler.refused(call, "ids of rules");
        }
        return Long.parseLong(plain);
    }
}
