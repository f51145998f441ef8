package casemate.agent.moment;

/// Some bytes of a log, as they lay in one of its files.
final class Piece {
    private final String file;
    private final long offset;
    private final byte[] bytes;

    Piece(String file, long offset, byte[] bytes) {
        this.file = file;
        this.offset = offset;
        this.bytes = bytes;
    }

    String file() {
        return file;
    }

    long offset() {
        return offset;
    }

    /// Not a copy: pieces are made, sealed and forgotten.
    byte[] bytes() {
        return bytes;
    }
}
