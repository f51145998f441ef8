package casemate.edge;

import casemate.base.AddressRange;
import casemate.base.InstanceId;
import casemate.edge.flood.AddressKey;
import casemate.edge.flood.AddressRates;
import casemate.edge.flood.Lane;
import casemate.promise.PromiseId;
import casemate.wire.Defence;
import casemate.wire.Route;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// EDG-6: no address and no instance takes more of the edge than its share. Counts connections at the gate, every
/// request before anything else is asked, and what an instance takes. Shared by all event loops; locks nothing.
final class Floods implements Guard {
    static final PromiseId PROMISE = new PromiseId("EDG-6");
    /// What [Visit#refused] is told.
    static final String WORD = "flood";

    private final Routes routes;
    private final Pages pages;
    private final boolean off;
    private final Predicate<InetAddress> manifold;
    private final AddressRates requests;
    private final AddressRates sites;
    private final AddressRates newcomers;
    private final AddressRates newcomerSites;
    /// As many as there are connections at most.
    private final Map<Long, Integer> open = new ConcurrentHashMap<>();
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

    /// @param off the control of EDG-6 switched off: for the sabotaged twin and a lab only
    Floods(Routes routes, Pages pages, RandomGenerator secret, boolean off) {
        this(routes, pages, secret, off, _ -> false);
    }

    /// @param manifold whose connections are those of many visitors: trusted proxies
    Floods(Routes routes, Pages pages, RandomGenerator secret, boolean off, Predicate<InetAddress> manifold) {
        this.manifold = manifold;
        this.routes = routes;
        this.pages = pages;
        this.off = off;
        this.requests = new AddressRates(FloodLimits.RATE_SETS, secret);
        this.sites = new AddressRates(FloodLimits.FEW_SETS, secret);
        this.newcomers = new AddressRates(FloodLimits.FEW_SETS, secret);
        this.newcomerSites = new AddressRates(FloodLimits.FEW_SETS, secret);
    }

    boolean off() {
        return off;
    }

    /// Whether nothing limits this address.
    boolean spared(InetAddress address) {
        for (AddressRange range : routes.defence().spared()) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /// Counts a new connection. When it may exist, [#left] must be told of its end.
    boolean admits(InetAddress address) {
        if (off) {
            return true;
        }
        long key = AddressKey.of(address);
        if (!spared(address)
                && !manifold.test(address)
                && (!within(newcomers, newcomerSites, key, FloodLimits.NEW_PER_ADDRESS)
                        || open.getOrDefault(key, 0) >= FloodLimits.CONNECTIONS_PER_ADDRESS)) {
            return false;
        }
        open.merge(key, 1, Integer::sum);
        return true;
    }

    void left(InetAddress address) {
        if (!off) {
            open.computeIfPresent(AddressKey.of(address), (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /// Counts one request of any kind, sound or not.
    ///
    /// @return whether it is one too many
    boolean tooMany(InetAddress client) {
        Defence defence = routes.defence();
        return !off && !within(requests, sites, AddressKey.of(client), defence.perSecond()) && !spared(client);
    }

    private static boolean within(AddressRates addresses, AddressRates sites, long key, int limit) {
        long now = System.nanoTime();
        return addresses.take(key, limit, now)
                && (!AddressKey.wide(key)
                        || sites.take(
                                AddressKey.site(key),
                                (int) Math.min((long) limit * FloodLimits.ADDRESSES_PER_SITE, Integer.MAX_VALUE),
                                now));
    }

    /// An instance is asked more than its share.
    @Override
    public @Nullable Receiver stop(Request request) {
        if (off
                || lane(request.route())
                        .request(
                                or(request.route().rules().caps().requestsPerSecond(), FloodLimits.INSTANCE_REQUESTS),
                                System.nanoTime())
                || spared(request.client())) {
            return null;
        }
        request.visit().refused(WORD);
        pages.send(request.visitor(), request.head(), Page.TOO_MANY);
        return new Receiver.Discard();
    }

    /// Counts a connection made for a host as long as it is open.
    ///
    /// @return whether it may stay
    boolean connected(String host, Channel visitor, InetAddress client) {
        Route route = off ? null : routes.find(host).orElse(null);
        if (route == null) {
            return true;
        }
        Lane lane = lane(route);
        if (!lane.connection(or(route.rules().caps().connections(), FloodLimits.INSTANCE_CONNECTIONS))) {
            return spared(client);
        }
        visitor.closeFuture().addListener(_ -> lane.left());
        return true;
    }

    /// Nanoseconds until more of an answer may be brought, 0 for none.
    long pace(Route route, int bytes) {
        return off
                ? 0
                : lane(route)
                        .pace(
                                bytes,
                                or(route.rules().caps().bytesPerSecond(), FloodLimits.INSTANCE_BYTES),
                                System.nanoTime());
    }

    private static long or(long own, long usual) {
        return own == 0 ? usual : own;
    }

    /// All hosts of an instance share one.
    private Lane lane(Route route) {
        String key = route.instance().map(InstanceId::value).orElse(route.host());
        Lane lane = lanes.get(key);
        if (lane != null) {
            return lane;
        }
        if (lanes.size() >= FloodLimits.LANES) {
            lanes.values().removeIf(Lane::idle);
        }
        return lanes.computeIfAbsent(key, _ -> new Lane(System.nanoTime()));
    }
}
