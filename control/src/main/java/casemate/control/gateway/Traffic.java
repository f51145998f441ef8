package casemate.control.gateway;

/// What went through for one host, or for all.
///
/// @param seconds the length of time that the figures are of
public record Traffic(
        String host,
        long seconds,
        long requests,
        long blocked,
        long refused,
        long failed,
        long bytes,
        long slowestMillis) {
    public double perSecond() {
        return seconds == 0 ? 0 : (double) requests / seconds;
    }

    static Traffic none(String host, long seconds) {
        return new Traffic(host, seconds, 0, 0, 0, 0, 0, 0);
    }
}
