package casemate.control.openid;

import casemate.base.Secret;

/// One sign-in that a browser was sent to a provider for.
///
/// @param state comes back with the answer, and tells which ask it answers
/// @param nonce comes back inside the token
/// @param verifier proves to the provider that whoever redeems the code is who asked (PKCE, RFC 7636)
public record OpenIdAsk(String state, String nonce, Secret verifier) {}
