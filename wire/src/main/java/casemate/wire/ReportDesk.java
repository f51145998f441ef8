package casemate.wire;

/// Where a program hands in what it saw: control answers it.
public interface ReportDesk {
    /// @param report an encoded [AgentReport] or [EdgeReport], whichever this desk is for
    void receive(byte[] report);
}
