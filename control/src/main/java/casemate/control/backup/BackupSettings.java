package casemate.control.backup;

/// @param agent the name of the one host that makes backups
public record BackupSettings(String agent) {}
