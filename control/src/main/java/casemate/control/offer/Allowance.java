package casemate.control.offer;

import casemate.base.Refusal;

/// How much a customer of an offer may have.
///
/// @param memoryBytes that its instances may have together
/// @param users who may belong to its account
public record Allowance(long memoryBytes, int users) {
    private static final long LEAST_MEMORY = 64L << 20;
    private static final long MOST_MEMORY = 1L << 40;
    private static final int MOST_USERS = 100_000;
    private static final int MEBIBYTE = 20;

    public Allowance {
        if (memoryBytes < LEAST_MEMORY || memoryBytes > MOST_MEMORY || users < 1 || users > MOST_USERS) {
            throw Refusal.invalid(
                    "offer-limits", "An offer allows 64 to 1,048,576 MiB of memory and 1 to 100,000 people.");
        }
    }

    public long mebibytes() {
        return memoryBytes >> MEBIBYTE;
    }

    static Allowance ofMebibytes(long mebibytes, int users) {
        return new Allowance(Math.clamp(mebibytes, 0, 2 * (MOST_MEMORY >> MEBIBYTE)) << MEBIBYTE, users);
    }
}
