package casemate.agent.volume;

import casemate.base.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a volume, a log or something on its way is looked for: a directory, or, where gocryptfs encrypts, a link into
/// what it shows while the key is here. Renaming a place moves it whole; what walks through a volume starts from where
/// the place leads, and follows no link from there on.
public final class Place {
    private Place() {}

    /// Where a place leads: to itself, or through the one link that the agent made.
    public static Path real(Path place) throws IOException {
        if (!Files.isSymbolicLink(place)) {
            return place;
        }
        Path link = Files.readSymbolicLink(place);
        if (!link.startsWith(Gocryptfs.LEADS)) {
            throw new IOException("a link that is not the agent's lies in the place of a volume");
        }
        return place.toAbsolutePath()
                .resolve("..")
                .normalize()
                .toRealPath()
                .resolve(link)
                .normalize();
    }

    /// Removes a place with all that lies there. Where the key is not here, the bytes go once it is, or when no other
    /// place is under that key ([Volumes#collect]).
    public static void remove(Path place) throws IOException {
        if (!Files.isSymbolicLink(place)) {
            FileTree.delete(place);
            return;
        }
        Path leads = real(place);
        Files.delete(place);
        FileTree.delete(leads);
    }
}
