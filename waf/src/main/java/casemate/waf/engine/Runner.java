package casemate.waf.engine;

import casemate.waf.operator.Captures;
import casemate.waf.operator.Operator;
import casemate.waf.state.Assignment;
import casemate.waf.state.Collection;
import casemate.waf.state.Collections;
import casemate.waf.text.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tries rules on the values of one transaction.
final class Runner {
    private static final String[] CAPTURED = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

    private final Program program;
    private final Reader reader;
    private final Controls controls;
    private final Matched matched;
    private final Captures captures = new Captures();
    private final CandidateTable candidates;
    private final long[] scratch;

    Runner(Program program, Reader reader, Controls controls, Matched matched) {
        this.program = program;
        this.reader = reader;
        this.controls = controls;
        this.matched = matched;
        this.candidates = new CandidateTable(program.lanes());
        this.scratch = new long[program.laneWords()];
    }

    /// Whether the rule alone matches; done with it is what each match asks for.
    boolean matches(CompiledRule rule) {
        reader.running(rule);
        Operator operator = rule.operator();
        if (operator == null) {
            assign(rule);
            return true;
        }
        Bytes argument = rule.argument() == null ? Bytes.EMPTY : rule.argument().expand(reader);
        boolean any = false;
        Slots slots = rule.slots();
        for (int i = 0; i < slots.size(); i++) {
            Source source = slots.source(i);
            if (!slots.isOpen(i)) {
                any |= scanned(rule, operator, argument, slots.lane(i), slots.bit(i));
            } else if (source.selection() instanceof Selection.Named named && Collections.holds(named.variable())) {
                any |= member(rule, operator, argument, named, source.counted());
            } else {
                any |= values(rule, operator, argument, reader.values(source));
            }
        }
        return any;
    }

    /// A rule that the lane's scan rules out costs a look at one bit. A lane belongs to one phase, which runs once.
    private boolean scanned(CompiledRule rule, Operator operator, Bytes argument, int laneId, int bit) {
        Candidates found = candidates.of(laneId);
        if (found == null) {
            Lane lane = program.lane(laneId);
            found = lane.scan(reader.values(lane.source()), scratch);
            candidates.set(laneId, found);
        }
        boolean any = false;
        if (found.has(bit)) {
            for (int i = 0; i < found.size(); i++) {
                any |= found.has(i, bit)
                        && !controls.excluded(rule, found.value(i))
                        && value(rule, operator, argument, found.value(i));
            }
        }
        return any;
    }

    private boolean values(CompiledRule rule, Operator operator, Bytes argument, Values values) {
        boolean any = false;
        for (int i = 0; i < values.size(); i++) {
            any |= !controls.excluded(rule, values.at(i)) && value(rule, operator, argument, values.at(i));
        }
        return any;
    }

    /// Hundreds of rules ask for one number that other rules set, or whether it is set: nothing is made for those that
    /// do not match.
    private boolean member(
            CompiledRule rule, Operator operator, Bytes argument, Selection.Named named, boolean counted) {
        Bytes bytes = reader.member(named.variable(), named.lower());
        int count = bytes == null ? 0 : 1;
        if (counted) {
            bytes = Facts.digits(count);
        }
        if (bytes == null) {
            return false;
        }
        if (rule.stages().size() == 1 && rule.stages().getFirst().before() == null) {
            captures.clear();
            if (operator.matches(bytes, argument, captures) == rule.negated()) {
                return false;
            }
        }
        Value value = counted
                ? Value.count(named.variable(), named.bytes(), count)
                : new Value(named.variable(), named.bytes(), bytes);
        return !controls.excluded(rule, value) && value(rule, operator, argument, value);
    }

    // transformations give the same object when they change nothing: comparing bytes again would cost what that saves
    @SuppressWarnings("ReferenceEquality")
    private boolean value(CompiledRule rule, Operator operator, Bytes argument, Value value) {
        List<Chain> stages = rule.stages();
        boolean any = false;
        Bytes before = null;
        for (int i = 0; i < stages.size(); i++) {
            Bytes seen = value.through(stages.get(i));
            if (seen != before) {
                any |= seen(rule, operator, argument, value, seen);
            }
            before = seen;
        }
        return any;
    }

    private boolean seen(CompiledRule rule, Operator operator, Bytes argument, Value value, Bytes seen) {
        captures.clear();
        if (operator.matches(seen, argument, captures) == rule.negated()) {
            return false;
        }
        if (rule.capture() && !rule.negated()) {
            capture();
        }
        matched.add(rule, value, seen);
        assign(rule);
        return true;
    }

    private void assign(CompiledRule rule) {
        List<Assignment> assignments = rule.assignments();
        for (int i = 0; i < assignments.size(); i++) {
            assignments.get(i).apply(reader);
        }
    }

    private void capture() {
        Collection tx = reader.collections().tx();
        for (int i = 0; i < Captures.MOST; i++) {
            if (i < captures.count()) {
                Bytes part = captures.part(i);
                tx.set(CAPTURED[i], part == null ? Bytes.EMPTY : part);
            } else {
                tx.unset(CAPTURED[i]);
            }
        }
    }

    /// What the operator found last; the whole value when it told no part.
    Bytes found() {
        @Nullable Bytes whole = captures.part(0);
        return whole == null ? matched.value() : whole;
    }
}
