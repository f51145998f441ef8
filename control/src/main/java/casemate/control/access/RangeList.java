package casemate.control.access;

import casemate.base.AddressRange;
import casemate.base.Refusal;
import casemate.wire.Access;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the list of ranges that a person typed: one a line, a note behind `#`. Everything that is wrong is told at
/// once, with the number of its line.
///
/// @param ranges those that are sound
/// @param problems what is wrong, at most [#MAX_PROBLEMS]
/// @param more problems beyond those
record RangeList(List<NamedRange> ranges, List<Problem> problems, int more) {
    static final int MAX_PROBLEMS = 20;
    private static final int MAX_NOTE = 80;
    private static final int MAX_SHOWN = 60;

    /// @param line counted from one
    /// @param kind a key below `access.problem.`
    /// @param text what stood there, shortened, or the line that it repeats
    record Problem(int line, String kind, String text) {}

    static RangeList read(String typed) {
        List<NamedRange> ranges = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Map<AddressRange, Integer> seen = new HashMap<>();
        int number = 0;
        for (String line : typed.split("\r\n|\r|\n", -1)) {
            number++;
            int hash = line.indexOf('#');
            String text = (hash < 0 ? line : line.substring(0, hash)).strip();
            String note = hash < 0 ? "" : line.substring(hash + 1).strip();
            if (text.isEmpty()) {
                continue;
            }
            try {
                AddressRange range = AddressRange.parse(text);
                Integer before = seen.putIfAbsent(range, number);
                if (before != null) {
                    problems.add(new Problem(number, "twice", String.valueOf(before)));
                } else if (note.length() > MAX_NOTE || note.chars().anyMatch(Character::isISOControl)) {
                    problems.add(new Problem(number, "note", String.valueOf(MAX_NOTE)));
                } else {
                    ranges.add(new NamedRange(range, note));
                }
            } catch (Refusal _) {
                problems.add(new Problem(number, kind(text), shown(text)));
            }
        }
        if (ranges.size() > Access.MAX_RANGES) {
            problems.addFirst(new Problem(number, "many", String.valueOf(Access.MAX_RANGES)));
        }
        return new RangeList(
                List.copyOf(ranges),
                List.copyOf(problems.subList(0, Math.min(problems.size(), MAX_PROBLEMS))),
                Math.max(0, problems.size() - MAX_PROBLEMS));
    }

    /// One range and its note, as the command line gives them.
    ///
    /// @throws Refusal `range-malformed`
    static NamedRange one(String range, String note) {
        RangeList read = read(range + (note.isBlank() ? "" : " # " + note.strip()));
        if (!read.sound() || read.ranges.size() != 1) {
            throw Refusal.invalid(
                    "range-malformed",
                    "Give an address or a range such as 192.0.2.0/24, and a note of one line, at most " + MAX_NOTE
                            + " characters.");
        }
        return read.ranges.getFirst();
    }

    boolean sound() {
        return problems.isEmpty();
    }

    static String text(List<NamedRange> ranges) {
        StringBuilder text = new StringBuilder();
        ranges.forEach(range -> text.append(range.line()).append('\n'));
        return text.toString();
    }

    /// A range whose address has bits past its length is the slip that people make most; it is told apart.
    private static String kind(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return "malformed";
        }
        try {
            AddressRange.parse(text.substring(0, slash));
            int length = Integer.parseInt(text.substring(slash + 1));
            boolean wide = text.indexOf(':') >= 0;
            return length >= 0 && length <= (wide ? 128 : 32) ? "bits" : "length";
        } catch (Refusal | NumberFormatException _) {
            return "malformed";
        }
    }

    private static String shown(String text) {
        return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
    }
}
