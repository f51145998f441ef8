package casemate.control.client;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.account.RightsEar;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.issuer.Member;
import casemate.control.signin.ActingEar;
import casemate.wire.Upstream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Who is signed in to which application by OpenID Connect, and that the application hears of it when that ends
/// (OpenID Connect Back-Channel Logout). A code or token of theirs is void at once.
final class SignOns implements RightsEar, ActingEar, AutoCloseable {
    /// A working day: what blueprints let their applications' own sessions last.
    static final Duration LIFE = Duration.ofHours(12);
    /// Told at once; the rest a second later.
    private static final int MOST = 32;
    /// An application that is away is asked again at least so often.
    private static final int LONGEST_SECONDS = 300;

    private final SignOnTable table;
    private final CodeTable codes;
    private final Clients clients;
    private final Instances instances;
    private final Farewell farewell;
    private final Clock clock;
    /// One takes seconds at most, and is not taken again meanwhile.
    private final ExecutorService tellers = Executors.newVirtualThreadPerTaskExecutor();

    SignOns(SignOnTable table, CodeTable codes, Clients clients, Instances instances, Farewell farewell, Clock clock) {
        this.table = table;
        this.codes = codes;
        this.clients = clients;
        this.instances = instances;
        this.farewell = farewell;
        this.clock = clock;
    }

    void began(CodeTable.Kept code) {
        Member member = Member.read(code.claims());
        Instant now = clock.instant();
        table.begin(code, member.subject(), member.session(), now, now.plus(LIFE));
    }

    /// Who has other rights signs on again, and gets in if they still may.
    @Override
    public void changed(UserId person, CustomerId customer) {
        codes.remove(person, customer);
        table.orphan(person, customer);
    }

    @Override
    public void changed(CustomerId customer) {
        codes.remove(customer);
        table.orphan(customer);
    }

    @Override
    public void turned(String session) {
        codes.removeOf(session);
        table.orphan(session);
    }

    /// Tells applications whom they should know no more. Each one's slowness is its own.
    void turn() {
        for (SignOnTable.Ended ended : table.take(clock.instant(), MOST, LONGEST_SECONDS)) {
            tellers.execute(() -> tell(ended));
        }
    }

    /// An instance that is gone, or whose application takes no such word, has nothing to be told.
    private void tell(SignOnTable.Ended ended) {
        Optional<Instance> instance = clients.instance(ended.instance().value())
                .filter(i -> !instances.logout(i).isEmpty());
        if (instance.isEmpty()) {
            table.told(ended.id());
            return;
        }
        List<Upstream> pods = instance.get().seen().upstreams();
        boolean heard = !pods.isEmpty();
        for (Upstream pod : pods) {
            heard &= farewell.tell(instance.get(), instances.logout(instance.get()), pod, ended.subject(), ended.sid());
        }
        if (heard) {
            table.told(ended.id());
        }
    }

    void forget() {
        table.forget(clock.instant());
    }

    /// What was not told is due again after the next start.
    @Override
    public void close() {
        tellers.shutdownNow();
    }
}
