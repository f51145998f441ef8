package casemate.control.token;

import casemate.base.Secret;

/// A token that was just made and, this once, its secret: the database keeps a hash.
public record NewToken(IssuedToken token, Secret secret) {}
