package casemate.waf.body;

/// How the reading of a body, a query string or a cookie header ended. Anything but [Complete] means that rules have
/// not seen all of it, so a firewall that blocks has to block.
public sealed interface BodyEnd {
    BodyEnd COMPLETE = new Complete();

    /// All of it was read.
    record Complete() implements BodyEnd {}

    /// The bytes break the format's rules (`REQBODY_PROCESSOR_ERROR`).
    ///
    /// @param message one line for `REQBODY_ERROR_MSG`; it may repeat a little of the body
    record Malformed(String message) implements BodyEnd {}

    /// A bound of [BodyLimits] was reached, and reading stopped there.
    ///
    /// @param message one line for `REQBODY_ERROR_MSG`
    record LimitReached(String message) implements BodyEnd {}
}
