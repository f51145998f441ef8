package casemate.waf.state;

import casemate.waf.seclang.Variable;

/// Which record of a store is meant.
///
/// @param webApp from `SecWebAppId`: applications do not see one another's records
/// @param kind `IP`, `GLOBAL`, `SESSION`, `USER` or `RESOURCE`
/// @param key one character per byte, such as the client's address
public record CollectionId(String webApp, Variable kind, String key) {}
