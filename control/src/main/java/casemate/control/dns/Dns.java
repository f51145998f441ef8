package casemate.control.dns;

import java.util.List;

/// What a name has in the domain name system.
public interface Dns {
    /// Kinds of records.
    enum Type {
        A,
        AAAA,
        CNAME,
        MX,
        NS,
        TXT
    }

    /// What came back. That nobody could tell is not the same as that there is nothing.
    sealed interface Answer {
        record Found(List<String> values) implements Answer {
            public Found {
                values = List.copyOf(values);
            }
        }

        /// There is no such name, or it has nothing of this kind.
        record Nothing() implements Answer {}

        /// Nobody answered in time, or what came was no answer.
        record Unknown() implements Answer {}
    }

    /// Bounded in time; never throws.
    ///
    /// @param name in lower case, without a dot at its end
    Answer ask(String name, Type type);
}
