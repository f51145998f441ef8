package casemate.control.openid;

import casemate.base.Secret;
import java.net.URI;

/// Under which name a customer's provider knows this platform.
///
/// @param issuer exactly as the provider spells it
/// @param redirect where its answers come back: one of this connection alone
/// @param groupsClaim the claim that lists a user's groups
public record OpenIdRegistration(String issuer, String clientId, Secret secret, URI redirect, String groupsClaim) {}
