package casemate.control.audit;

import casemate.base.CustomerId;
import java.util.Optional;

/// A room that knows whose some things are, so that customers are shown what programs and operators did to theirs.
public interface Ownership {
    /// @param object an id of any kind
    /// @return empty for what this room does not know
    Optional<CustomerId> of(String object);
}
