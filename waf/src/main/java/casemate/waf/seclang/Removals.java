package casemate.waf.seclang;

import casemate.waf.seclang.Directive.IdRange;
import casemate.waf.seclang.Directive.Remove;
import casemate.waf.seclang.Directive.Rule;
import casemate.waf.seclang.Directive.Rules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// All removals together, so that many of them cost no more per rule than one.
final class Removals {
    /// Ranges that do not overlap: the last id by the first.
    private final NavigableMap<Long, Long> ids = new TreeMap<>();

    private final Set<String> tags = new HashSet<>();
    private final Set<String> messages = new HashSet<>();

    Removals(List<Remove> removals) {
        List<IdRange> ranges = new ArrayList<>();
        for (Remove removal : removals) {
            switch (removal.rules()) {
                case Rules.Ids some -> ranges.addAll(some.ranges());
                case Rules.Tag tag -> tags.add(tag.tag());
                case Rules.Msg message -> messages.add(message.message());
            }
        }
        ranges.forEach(this::add);
    }

    boolean remove(Rule rule) {
        long id = rule.id();
        Map.Entry<Long, Long> range = ids.floorEntry(id);
        return (range != null && id <= range.getValue())
                || rule.all(ActionName.TAG).anyMatch(tags::contains)
                || rule.all(ActionName.MSG).anyMatch(messages::contains);
    }

    private void add(IdRange range) {
        long first = range.first();
        long last = range.last();
        Map.Entry<Long, Long> before = ids.floorEntry(last);
        while (before != null && before.getValue() >= first) {
            first = Math.min(first, before.getKey());
            last = Math.max(last, before.getValue());
            ids.remove(before.getKey());
            before = ids.floorEntry(last);
        }
        ids.put(first, last);
    }
}
