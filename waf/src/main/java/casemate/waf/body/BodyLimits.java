package casemate.waf.body;

/// What a reader takes before it ends with [BodyEnd.LimitReached].
///
/// @param arguments how many more arguments may be added (`SecArgumentsLimit`, less those already there)
/// @param depth of nested JSON values (`SecRequestBodyJsonDepthLimit`) or XML elements
/// @param bytesWithoutFiles of a body, not counting the content of uploaded files (`SecRequestBodyNoFilesLimit`)
/// @param files how many files' content is kept (`SecUploadFileLimit`); what comes after is counted and flagged
/// @param keptFileBytes how much of each file's content is kept for `FILES_TMP_CONTENT`; 0 when no rule looks at it
public record BodyLimits(int arguments, int depth, long bytesWithoutFiles, int files, int keptFileBytes) {
    /// More than any rule set asks for by default, and still bounded.
    private static final int MOST_ARGUMENTS = 100_000;
    /// The recommended configuration's.
    private static final int USUAL_DEPTH = 512;
    /// 13 MiB, the recommended limit of a whole body.
    private static final long MOST_BYTES = 13_631_488;
    /// The recommended configuration's.
    private static final int USUAL_FILES = 100;

    /// For a firewall whose configuration says nothing.
    public static final BodyLimits USUAL = new BodyLimits(MOST_ARGUMENTS, USUAL_DEPTH, MOST_BYTES, USUAL_FILES, 0);

    static final String TOO_MANY_ARGUMENTS = "More arguments than the limit allows.";
    static final String TOO_LARGE = "Request body excluding files is bigger than the maximum expected.";
}
