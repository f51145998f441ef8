package casemate.waf.state;

import casemate.waf.text.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One record of a store at one moment. It never changes: a change makes the next one, so that readers need no lock and
/// a store can swap one for the other in one step.
///
/// @param created in milliseconds since 1970, as all times here
/// @param updates how many transactions changed it
/// @param timeoutSeconds how long it lives after the last change
/// @param members by their names in lower case
public record StoredRecord(
        long created, long updated, long updates, long timeoutSeconds, SequencedMap<String, Member> members) {
    /// A record is copied at each change. Rules keep a handful of members per client.
    static final int MOST_MEMBERS = 512;

    /// Names and values together; a store holds many records.
    static final long MOST_BYTES = 64L << 10;

    private static final long MILLIS = 1000;

    /// @param name as first set
    /// @param expires when it vanishes, or [#NEVER]
    public record Member(String name, Bytes value, long expires) {
        public static final long NEVER = Long.MAX_VALUE;

        boolean alive(long now) {
            return now < expires;
        }
    }

    public StoredRecord {
        members = java.util.Collections.unmodifiableSequencedMap(members);
    }

    private static StoredRecord begun(Update update) {
        return new StoredRecord(update.now(), update.now(), 0, update.timeoutSeconds(), new LinkedHashMap<>());
    }

    /// The record after the update, or null when a bound forbids it.
    ///
    /// @param before null when there is none, or none that lives
    public static @Nullable StoredRecord after(@Nullable StoredRecord before, Update update) {
        StoredRecord old = before == null ? begun(update) : before;
        SequencedMap<String, Member> members = old.living(update.now());
        String name = update.change().name();
        String lower = Names.lower(name);
        Member member = members.get(lower);
        long timeout = old.timeoutSeconds;
        switch (update.change()) {
            case Change.Set(String _, Bytes value)
            when lower.equals(MadeUp.TIMEOUT) -> timeout = Math.max(0, Numbers.parse(value));
            case Change.Set(String _, Bytes value) ->
                // Copied: the value may be a small part of a large body, which would be kept with it.
                put(members, lower, member, name, Bytes.of(value.toArray()));
            case Change.Add(String _, long summand) ->
                put(members, lower, member, name, Numbers.render(Numbers.clamp(number(member) + summand)));
            case Change.Unset _ -> members.remove(lower);
            case Change.Expire(String _, long seconds) -> {
                if (lower.equals(MadeUp.TIMEOUT)) {
                    timeout = Math.max(0, seconds);
                } else if (member != null) {
                    long end = update.now() + Math.max(0, seconds) * MILLIS;
                    members.put(lower, new Member(member.name, member.value, end));
                }
            }
            case Change.Decay(String _, long amount, long seconds) -> {
                if (member != null && seconds > 0) {
                    long periods = (update.now() - old.updated) / (seconds * MILLIS);
                    long left = Math.max(0, number(member) - amount * Math.max(0, periods));
                    put(members, lower, member, name, Numbers.render(left));
                }
            }
        }
        if (members.size() > MOST_MEMBERS || bytes(members) > MOST_BYTES) {
            return null;
        }
        return new StoredRecord(old.created, update.now(), old.updates + (update.first() ? 1 : 0), timeout, members);
    }

    boolean alive(long now) {
        return now < updated + timeoutSeconds * MILLIS;
    }

    /// The member, if it has not expired.
    @Nullable
    Member member(String lower, long now) {
        Member member = members.get(lower);
        return member == null || !member.alive(now) ? null : member;
    }

    private SequencedMap<String, Member> living(long now) {
        SequencedMap<String, Member> living = new LinkedHashMap<>(members);
        living.values().removeIf(m -> !m.alive(now));
        return living;
    }

    private static long number(@Nullable Member member) {
        return member == null ? 0 : Numbers.parse(member.value);
    }

    /// A new value keeps the name in which the member was first set, and its end.
    private static void put(Map<String, Member> members, String lower, @Nullable Member old, String name, Bytes value) {
        members.put(
                lower, old == null ? new Member(name, value, Member.NEVER) : new Member(old.name, value, old.expires));
    }

    /// Names and values together.
    long bytes() {
        return bytes(members);
    }

    private static long bytes(Map<String, Member> members) {
        long bytes = 0;
        for (Member member : members.values()) {
            bytes += member.name.length() + member.value.length();
        }
        return bytes;
    }
}
