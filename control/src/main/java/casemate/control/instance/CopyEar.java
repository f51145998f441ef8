package casemate.control.instance;

import casemate.base.Actor;
import casemate.base.InstanceId;

/// A room that keeps something about instances which a copy of one must have too.
public interface CopyEar {
    /// Called in the transaction that orders the copy: what fails here fails it.
    void copied(InstanceId from, InstanceId to, Actor actor);
}
