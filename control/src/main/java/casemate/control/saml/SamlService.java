package casemate.control.saml;

import java.net.URI;

/// What one connection is called towards its provider.
///
/// @param entityId our name, also the address of our metadata
/// @param assertions where the provider's answers come in
/// @param signOut where its wishes and answers about signing out come in
public record SamlService(String entityId, URI assertions, URI signOut) {}
