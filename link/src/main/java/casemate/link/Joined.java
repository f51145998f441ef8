package casemate.link;

/// What became of a token that was shown.
///
/// @param name the node's, which the operator gave when the token was made
/// @param region where it stands by the operator's word: a region's code, such as `IE`
public record Joined(String name, String region) {}
