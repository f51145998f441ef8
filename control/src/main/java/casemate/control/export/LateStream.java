package casemate.control.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// Begins an answer with its first byte: until then it may become a refusal.
final class LateStream extends OutputStream {
    private final Opening opening;
    private Optional<OutputStream> out = Optional.empty();

    interface Opening {
        OutputStream open() throws IOException;
    }

    LateStream(Opening opening) {
        this.opening = opening;
    }

    @Override
    public void write(int one) throws IOException {
        opened().write(one);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        opened().write(bytes, offset, length);
    }

    private OutputStream opened() throws IOException {
        if (out.isEmpty()) {
            out = Optional.of(opening.open());
        }
        return out.get();
    }
}
