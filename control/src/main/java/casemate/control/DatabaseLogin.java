package casemate.control;

import casemate.base.Secret;

/// A role of the database and its password.
public record DatabaseLogin(String user, Secret password) {}
