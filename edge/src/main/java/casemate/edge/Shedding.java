package casemate.edge;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// EDG-6: when the edge has more to do than it can, strangers wait outside, so that those who are inside already go on
/// being served. Needs no operator, and ends by itself.
final class Shedding implements Guard, Witness {
    /// What [Visit#refused] is told.
    static final String WORD = "busy";
    /// From here on strangers wait: what is left is for those inside.
    private static final double SHARE = 0.9;

    /// @param connections that the edge has at most
    /// @param requests that it answers at a time at most, whoever asks
    record Room(int connections, int requests) {
        static final Room USUAL = new Room(Limits.CONNECTIONS, Limits.REQUESTS);

        boolean isFull(int underWay) {
            return underWay >= requests;
        }

        boolean isCrowded(int open, int underWay) {
            return open >= connections * SHARE || underWay >= requests * SHARE;
        }
    }

    private final Room room;
    private final IntSupplier connections;
    private final Predicate<Request> inside;
    private final Pages pages;
    private final AtomicInteger underWay = new AtomicInteger();

    /// @param connections open now
    /// @param inside who goes on being served; only asked when there is too much to do
    Shedding(Room room, IntSupplier connections, Predicate<Request> inside, Pages pages) {
        this.room = room;
        this.connections = connections;
        this.inside = inside;
        this.pages = pages;
    }

    @Override
    public @Nullable Receiver stop(Request request) {
        int now = underWay.get();
        if (room.isFull(now) || (crowded(request, now) && !inside.test(request))) {
            request.visit().refused(WORD);
            // The place is for somebody else.
            request.visitor().last();
            pages.send(request.visitor(), request.head(), Page.BUSY);
            return new Receiver.Discard();
        }
        underWay.incrementAndGet();
        request.visit().entered();
        return null;
    }

    private boolean crowded(Request request, int now) {
        return request.visitor().home().isBehind() || room.isCrowded(connections.getAsInt(), now);
    }

    @Override
    public void over(Visit visit) {
        if (visit.leaves()) {
            underWay.decrementAndGet();
        }
    }

    /// Requests that are being answered now.
    int underWay() {
        return underWay.get();
    }
}
