package casemate.agent.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Paths inside an image, resolved inside it: a link to `/etc/x` in an image means the image's own `/etc/x`, never the
/// host's.
public final class ImageTree {
    /// As deep as the kernel follows links.
    private static final int MAX_LINKS = 40;

    private final Path root;

    public ImageTree(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /// The host's path of an image's path, every link on the way followed inside the image; the last part is not
    /// followed.
    public Path at(String path) throws IOException {
        Path inside = Path.of(path).normalize();
        Path parent = inside.getParent();
        Path name = inside.getFileName();
        if (parent == null || name == null) {
            return root;
        }
        return follow(parent, 0).resolve(name);
    }

    /// Like [#at], with the last part followed as well.
    public Path through(String path) throws IOException {
        return follow(Path.of(path).normalize(), 0);
    }

    private Path follow(Path inside, int links) throws IOException {
        Path here = Path.of("/");
        for (Path part : inside) {
            here = here.resolve(part).normalize();
            Path real = outside(here);
            if (Files.isSymbolicLink(real)) {
                if (links >= MAX_LINKS) {
                    throw new IOException("too many links at " + here);
                }
                Path target = here.resolveSibling(Files.readSymbolicLink(real)).normalize();
                here = inside(follow(target, links + 1));
            }
        }
        return outside(here);
    }

    private Path outside(Path inside) {
        return root.resolve(Path.of("/").relativize(inside)).normalize();
    }

    private Path inside(Path outside) {
        return Path.of("/").resolve(root.relativize(outside));
    }

    boolean exists(String path) throws IOException {
        return Files.exists(at(path), LinkOption.NOFOLLOW_LINKS);
    }
}
