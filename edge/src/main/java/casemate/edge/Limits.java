package casemate.edge;

import java.time.Duration;

/// What one edge bears, each bound with its reason.
final class Limits {
    /// Open connections; about 40 KB each, and below the usual limit of open files.
    static final int CONNECTIONS = 10_000;
    /// Being answered at a time: two for each connection, since most wait for a person. A hundred of them may come over
    /// one connection, and each may hold some 20 KB.
    static final int REQUESTS = 2 * CONNECTIONS;
    /// A phone on a bad line needs about three.
    static final Duration HANDSHAKE = Duration.ofSeconds(10);
    /// From a head's first byte to its last: a person's browser needs well under one second.
    static final Duration HEAD = Duration.ofSeconds(10);
    /// Nothing read or written on a connection. Long, because event streams and WebSockets may be silent for minutes.
    static final Duration IDLE = Duration.ofMinutes(5);
    /// Upstreams are near: one that takes longer is gone.
    static final Duration UPSTREAM_CONNECT = Duration.ofSeconds(5);
    /// From the request's last byte to the answer's head; applications' own limits are 30 to 60 seconds.
    static final Duration UPSTREAM_ANSWER = Duration.ofSeconds(60);
    /// Shorter than the five seconds after which Apache closes an idle connection.
    static final Duration UPSTREAM_KEEP_ALIVE = Duration.ofSeconds(4);
    /// To one upstream, per event loop; waiting ones queue.
    static final int UPSTREAM_CONNECTIONS = 128;

    static final int UPSTREAM_WAITING = 512;
    /// To one upstream, per event loop: a WebSocket for each visitor of a large instance. They stand in no request's
    /// way.
    static final int UPSTREAM_TUNNELS = 2_048;
    /// To one upstream that speaks HTTP/2, per event loop: as many requests as over the connections of one that speaks
    /// HTTP/1.1, and several times that.
    static final int UPSTREAM_STREAM_CONNECTIONS = 8;
    /// Over one of them, or fewer if the upstream says so.
    static final int UPSTREAM_STREAMS = 100;
    /// What one stream's answer may hold here for a visitor who does not read.
    static final int UPSTREAM_WINDOW = 64 << 10;
    /// Requests taken back over one connection before another takes its place; servers that count them against
    /// CVE-2023-44487 begin at about 200.
    static final int UPSTREAM_RESETS = 100;
    /// A connection without requests. A server that ends one earlier says so first.
    static final Duration UPSTREAM_STREAMS_IDLE = Duration.ofSeconds(60);
    /// Requests under way and not a word: longer than visitors may be silent, and than the five minutes in which gRPC
    /// takes a ping for an attack.
    static final Duration UPSTREAM_SILENCE = Duration.ofMinutes(6);
    /// From a ping to its answer.
    static final Duration UPSTREAM_PING = Duration.ofSeconds(10);
    /// After a stop is asked for, running requests get this long.
    static final Duration DRAIN = Duration.ofSeconds(10);

    /// The longest address that common browsers and servers take.
    static final int REQUEST_LINE_BYTES = 8 << 10;
    /// Room for several cookies of 4 KB.
    static final int HEAD_BYTES = 32 << 10;

    /// The first message of TLS, with room for keys against quantum computers.
    static final int HELLO_BYTES = 16 << 10;
    /// An answer's last bytes arrive before a connection is cut that still sends.
    static final Duration LINGER = Duration.ofSeconds(2);
    /// What waits for a visitor has to be read so far within this time that more can be brought: 64 to 128 KB, the pace
    /// of a telephone line.
    static final Duration UNREAD = Duration.ofSeconds(60);
    /// Settings, pings and priorities of one connection within ten seconds; honest programs send a few.
    static final int CONTROL_FRAMES = 200;

    static final int STREAMS_PER_CONNECTION = 100;
    /// Resets a client may ask for in thirty seconds (CVE-2023-44487).
    static final int RESETS_PER_WINDOW = 200;
    /// More cores than one gateway has use for.
    static final int EVENT_LOOPS = 16;

    private Limits() {}
}
