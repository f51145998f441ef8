package casemate.edge;

/// Tells a connection to finish what it has begun, and to begin nothing more.
enum Drain {
    INSTANCE
}
