package casemate.trust;

import org.jspecify.annotations.Nullable;

/// The page when there is nothing to show: no reliable ledger, or no such page.
///
/// @param title a key of the catalogue
/// @param lead a key of the catalogue
/// @param why why the ledger cannot be relied on; null when only the page is missing
record BlindView(
        Frame frame, String title, String lead, @Nullable String why) {}
