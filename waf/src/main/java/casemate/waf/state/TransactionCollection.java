package casemate.waf.state;

import casemate.waf.text.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The collection of one transaction, for one thread. A number that is added to stays a number until somebody reads its
/// text: scores cost no garbage.
final class TransactionCollection implements Collection {
    /// Rules of the Core Rule Set count each argument under its name; a request has at most some thousand.
    static final int MOST_MEMBERS = 16_384;

    /// Names and values together. Enough for copies of the largest values that rules take, and no more than a body.
    static final long MOST_BYTES = 8L << 20;

    /// The Core Rule Set sets about fifty members for every request: the table need not grow for them.
    private static final int USUAL_TABLE = 128;

    private final Map<String, Member> members = new HashMap<>(USUAL_TABLE);
    private @Nullable Member first;
    private @Nullable Member last;
    private long bytes;
    private boolean overflowed;

    @Override
    public @Nullable Bytes get(String name) {
        Member member = known(name);
        return member == null ? null : member.text();
    }

    @Override
    public long number(String name) {
        Member member = known(name);
        return member == null ? 0 : member.number();
    }

    /// A name that is found is in lower case: only others need be looked at letter by letter.
    // names in lower case come back as they are
    @SuppressWarnings("ReferenceEquality")
    private @Nullable Member known(String name) {
        Member member = members.get(name);
        if (member != null) {
            return member;
        }
        String lower = Names.lower(name);
        return lower == name ? null : members.get(lower);
    }

    @Override
    public int size() {
        return members.size();
    }

    @Override
    public void forEach(BiConsumer<String, Bytes> reader) {
        for (Member member = first; member != null; member = member.next) {
            reader.accept(member.name, member.text());
        }
    }

    @Override
    public boolean set(String name, Bytes value) {
        Member member = member(name, value.length());
        if (member == null) {
            return false;
        }
        bytes += member.set(value);
        return true;
    }

    @Override
    public boolean add(String name, long summand) {
        Member member = member(name, 0);
        if (member == null) {
            return false;
        }
        bytes += member.add(summand);
        return true;
    }

    @Override
    public void unset(String name) {
        Member member = members.remove(Names.lower(name));
        if (member != null) {
            bytes -= member.counted + member.name.length();
            unlink(member);
        }
    }

    @Override
    public void expire(String name, long seconds) {
        // The transaction ends before any second of it passes that rules could mean.
    }

    @Override
    public void decay(String name, long amount, long seconds) {
        // As with expiry: no time passes between two rules.
    }

    boolean overflowed() {
        return overflowed;
    }

    /// The member of that name, made when there is none; null when a bound forbids it.
    private @Nullable Member member(String name, int length) {
        String lower = Names.lower(name);
        Member member = members.get(lower);
        if (bytes + length > MOST_BYTES) {
            overflowed = true;
            return null;
        }
        if (member != null) {
            return member;
        }
        if (members.size() >= MOST_MEMBERS || bytes + length + name.length() > MOST_BYTES) {
            overflowed = true;
            return null;
        }
        Member made = new Member(name);
        members.put(lower, made);
        bytes += name.length();
        link(made);
        return made;
    }

    private void link(Member member) {
        member.previous = last;
        if (last == null) {
            first = member;
        } else {
            last.next = member;
        }
        last = member;
    }

    private void unlink(Member member) {
        if (member.previous == null) {
            first = member.next;
        } else {
            member.previous.next = member.next;
        }
        if (member.next == null) {
            last = member.previous;
        } else {
            member.next.previous = member.previous;
        }
    }

    private static final class Member {
        final String name;
        private @Nullable Bytes text = Bytes.EMPTY;
        private long number;

        /// What it counts towards the bound; the digits of a sum are not worth counting.
        private int counted;

        @Nullable
        Member previous;

        @Nullable
        Member next;

        Member(String name) {
            this.name = name;
        }

        /// How many bytes more than before it holds.
        int set(Bytes value) {
            text = value;
            return count(value.length());
        }

        int add(long summand) {
            number = Numbers.clamp(number() + summand);
            text = null;
            return count(0);
        }

        private int count(int length) {
            int more = length - counted;
            counted = length;
            return more;
        }

        Bytes text() {
            if (text == null) {
                text = Numbers.render(number);
            }
            return text;
        }

        long number() {
            return text == null ? number : Numbers.parse(text);
        }
    }
}
