package casemate.control.fetch;

/// What a host out there said.
///
/// @param type the media type with its parameters; empty when untold
/// @param text the body, read as UTF-8
public record Answer(int status, String type, String text) {
    private static final int OK = 200;

    public boolean ok() {
        return status == OK;
    }
}
