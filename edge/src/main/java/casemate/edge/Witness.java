package casemate.edge;

/// Wants to know how requests ended: the log, the counters, whoever looks for intruders. Called on the event loop once
/// for each; never blocks.
interface Witness {
    void over(Visit visit);
}
