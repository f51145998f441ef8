package casemate.waf.engine;

import org.jspecify.annotations.Nullable;

/// What the lanes' scans found in one transaction. Rule sets have hundreds of lanes, of which most transactions need
/// some: room is made where they are needed.
final class CandidateTable {
    /// Lanes that stand together are mostly needed together.
    private static final int PAGE_BITS = 4;

    private static final int PAGE = 1 << PAGE_BITS;

    private final @Nullable Candidates[] @Nullable [] pages;

    CandidateTable(int lanes) {
        pages = new @Nullable Candidates[(lanes + PAGE - 1) >> PAGE_BITS] @Nullable [];
    }

    /// Null when the lane has not been scanned yet.
    @Nullable
    Candidates of(int lane) {
        @Nullable Candidates[] page = pages[lane >> PAGE_BITS];
        return page == null ? null : page[lane & (PAGE - 1)];
    }

    void set(int lane, Candidates found) {
        @Nullable Candidates[] page = pages[lane >> PAGE_BITS];
        if (page == null) {
            page = new @Nullable Candidates[PAGE];
            pages[lane >> PAGE_BITS] = page;
        }
        page[lane & (PAGE - 1)] = found;
    }
}
