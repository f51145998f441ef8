package casemate.edge;

/// What one address and one instance may take of an edge, where neither policy nor instance says otherwise (EDG-6).
final class FloodLimits {
    /// Open from one address: some eighty people behind one router with a browser's six each. A twentieth of all.
    static final int CONNECTIONS_PER_ADDRESS = 500;
    /// New from one address within a second: a handshake costs more than a request.
    static final int NEW_PER_ADDRESS = 100;
    /// A /48 of IPv6 holds 65,536 networks that count as an address each; together they get as much as this many.
    static final int ADDRESSES_PER_SITE = 16;
    /// Busy addresses counted apart within one second: four in each set, 2 MB.
    static final int RATE_SETS = 32_768;
    /// Sites and new connections are fewer.
    static final int FEW_SETS = 8_192;
    /// Of one instance: no single application answers as many.
    static final long INSTANCE_REQUESTS = 10_000;
    /// Open to one instance: half of what the edge has, so that another can still be reached.
    static final long INSTANCE_CONNECTIONS = Limits.CONNECTIONS / 2;
    /// Answers of one instance: a line of one gigabit.
    static final long INSTANCE_BYTES = 125_000_000;
    /// Instances with visitors that are kept in mind; past it idle ones are forgotten.
    static final int LANES = 20_000;

    private FloodLimits() {}
}
