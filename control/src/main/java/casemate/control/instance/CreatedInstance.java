package casemate.control.instance;

import casemate.base.Secret;

/// A new instance and, this once, the first password of its administrator: control keeps only the verifier.
public record CreatedInstance(Instance instance, String adminName, Secret adminPassword) {}
