package casemate.app;

import casemate.agent.blueprint.Blueprint;
import casemate.control.instance.Blueprint.SignOn;
import casemate.wire.PodOrder;
import java.util.List;
import java.util.Set;

/// Hands the agent's blueprints to control, in control's words.
final class Hosting {
    private Hosting() {}

    static List<casemate.control.instance.Blueprint> offered(List<Blueprint> blueprints) {
        return blueprints.stream().map(Hosting::offered).toList();
    }

    private static casemate.control.instance.Blueprint offered(Blueprint blueprint) {
        Blueprint.Room room = blueprint.room();
        return new casemate.control.instance.Blueprint(
                blueprint.name(),
                blueprint.description(),
                Set.copyOf(blueprint.settings()),
                new PodOrder.Limits(room.memoryBytes(), room.cpuMillis(), room.pids()),
                switch (blueprint.signOn()) {
                    case OWN -> SignOn.OWN;
                    case HEADER -> SignOn.HEADER;
                    case OIDC -> SignOn.OIDC;
                },
                blueprint.callback(),
                blueprint.logout(),
                blueprint
                        .backup()
                        .database()
                        .flatMap(Blueprint.Dump::moments)
                        .flatMap(Blueprint.Moments::standby)
                        .isPresent());
    }
}
