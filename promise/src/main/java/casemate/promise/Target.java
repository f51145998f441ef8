package casemate.promise;

/// What a drill attacks: the real thing, or its sabotaged twin. Holds addresses and handles, decides nothing.
/// Closing it takes away whatever was put up for this one attempt; closing the real thing's target does nothing to the
/// real thing.
public interface Target extends AutoCloseable {
    @Override
    default void close() {}
}
