package casemate.control.signin;

import java.time.Instant;

/// One browser that is signed in, as its owner sees it in the list.
///
/// @param place the network address at sign-in
/// @param provedAt when its person last proved who they are
/// @param device a few words, such as `Firefox · Linux`
record Session(String id, String place, String device, Instant createdAt, Instant lastUsedAt, Instant provedAt) {}
