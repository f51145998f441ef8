package casemate.control.factor;

/// What the room that signs people in says of itself: without its step, the codes of this room protect nobody, and
/// ACC-5
/// stays unproved.
public interface SecondStep {
    /// Whether whoever has a second factor is asked for it.
    boolean asks();
}
