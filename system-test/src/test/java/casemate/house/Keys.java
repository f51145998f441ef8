package casemate.house;

/// An application's administrator and its first password, shown once.
record Keys(String user, String password) {}
