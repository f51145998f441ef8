package casemate.control.policy;

/// A room that passes figures of the policy on to programs that do not read it themselves.
public interface PolicyEar {
    /// Called in the transaction in which another policy takes effect.
    void adopted();
}
