package casemate.waf.state;

import casemate.waf.text.Bytes;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Named values that rules set: `TX` of one transaction, or one record of `IP`, `GLOBAL`, `SESSION`, `USER` or
/// `RESOURCE`, which transactions share. Names are compared without ASCII case and keep the form in which they were
/// first set.
///
/// A change that would break a bound is not made and answers false; the engine asks [Collections#overflowed()] and
/// blocks.
public sealed interface Collection permits TransactionCollection, StoredCollection {
    /// The value, or null when there is none or it expired.
    @Nullable
    Bytes get(String name);

    /// The value read as a whole number, as C's `stoi` reads it: leading blanks, a sign, digits, and what follows is
    /// ignored. 0 when there is none or it does not fit 32 bits.
    long number(String name);

    /// How many members there are.
    int size();

    /// Hears every member in the order in which they were first set; names that a store makes up itself (`KEY`,
    /// `IS_NEW`…) are left out. The collection must not be changed meanwhile.
    void forEach(BiConsumer<String, Bytes> reader);

    boolean set(String name, Bytes value);

    /// Adds to the value, which counts as 0 when it is absent or no number. For a shared record this is one step that
    /// no other transaction comes between. The sum stays within 32 bits.
    boolean add(String name, long summand);

    void unset(String name);

    /// Lets a member vanish after so many seconds. Without effect in `TX`, which does not live that long, and on a
    /// member that is not there.
    void expire(String name, long seconds);

    /// Takes `amount` from a number for each full `seconds` since the record was last updated, never below 0.
    void decay(String name, long amount, long seconds);
}
