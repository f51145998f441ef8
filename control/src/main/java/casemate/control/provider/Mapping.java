package casemate.control.provider;

/// A group of the provider, and the role that its people have here.
public record Mapping(String group, String role) {}
