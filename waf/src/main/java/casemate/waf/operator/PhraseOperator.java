package casemate.waf.operator;

import casemate.waf.pattern.Matcher;
import casemate.waf.pattern.Phrases;
import casemate.waf.text.Bytes;
import java.util.Optional;

/// `pm` and `pmFromFile`: whether the value holds one of the phrases, in any case. Notes the phrase, as it is listed.
record PhraseOperator(Phrases phrases) implements Operator {
    @Override
    public boolean matches(Bytes value, Bytes argument, Captures captures) {
        Phrases.Found found = phrases.first(value.array(), value.from(), value.to());
        if (found == null) {
            return false;
        }
        captures.add(found.text());
        return true;
    }

    @Override
    public Optional<Matcher> prefilter() {
        return Optional.of(phrases);
    }
}
