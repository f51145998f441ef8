package casemate.control.crypto;

import casemate.promise.Target;
import java.util.List;
import java.util.function.Supplier;

/// A list of what is in use, and the list that it is judged by.
record CryptoTarget(Supplier<List<Judged>> now, Verdicts verdicts) implements Target {
    @Override
    public void close() {}
}
