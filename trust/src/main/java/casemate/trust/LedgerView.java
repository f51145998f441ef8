package casemate.trust;

import java.util.List;

/// The page about the ledger itself.
record LedgerView(
        Frame frame,
        String origin,
        String key,
        String size,
        String root,
        String witnesses,
        String note,
        String command,
        List<Kind> kinds,
        List<File> files) {

    record Kind(String name, String count) {}

    record File(String name, String path) {}
}
