package casemate.app;

import casemate.base.Refusal;
import casemate.control.place.Places;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `casemate places FILE`: has lists of sessions name the places of addresses. A running platform takes the file within
/// seconds.
@Command(
        name = "places",
        mixinStandardHelpOptions = true,
        description = "Has sessions shown with their place, by a database of addresses in MaxMind's format (.mmdb).")
final class PlacesCommand implements Callable<Integer> {
    private static final String DATABASE = "places.mmdb";

    @Parameters(paramLabel = "FILE", description = "Such as GeoLite2-City.mmdb or dbip-city-lite.mmdb.")
    private Path file = Path.of("");

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    PlacesCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Path directory = data.path(surroundings.environment());
        if (!Files.isDirectory(directory)) {
            throw Refusal.invalid("data-missing", "There is no platform at " + directory + "; name it by --data.");
        }
        Places.load(file, directory.resolve(Platform.LISTS).resolve(DATABASE));
        surroundings.out().println("Sessions are shown with their places from now on.");
        return CommandLines.DONE;
    }
}
