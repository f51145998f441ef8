package casemate.wire;

/// Where a program hands in what it saw: control answers it.
public interface ReportDesk {
    /// @param report an encoded [AgentReport]
    void receive(byte[] report);
}
