package casemate.link;

/// A node that has joined and was not removed.
///
/// @param name the operator's for it
/// @param key the fingerprint of its key: SHA-256 of the X.509 SubjectPublicKeyInfo, 64 hexadecimal digits
/// @param facts what it said last
public record KnownNode(String name, String key, NodeFacts facts) {}
