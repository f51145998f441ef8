package casemate.app.secret;

import casemate.base.Secret;
import casemate.vault.strongroom.Alarm;
import casemate.vault.strongroom.StrongroomClient;
import java.util.List;
import java.util.Optional;

/// The strongroom over its own HTTPS.
final class ClientDoor implements DeployDoor {
    private final StrongroomClient client;
    private final Secret session;
    private long seen;

    ClientDoor(StrongroomClient client, Secret session) {
        this.client = client;
        this.session = session;
    }

    @Override
    public Secret token() {
        return client.drillToken(session);
    }

    @Override
    public Optional<Boolean> opens(Secret token) {
        return client.tryDrill(token);
    }

    @Override
    public synchronized boolean alarmed(Secret token) {
        String name = StrongroomClient.name(token);
        while (true) {
            List<Alarm> newer = client.alarms(session, seen);
            if (newer.isEmpty()) {
                return false;
            }
            seen = newer.getLast().number();
            if (newer.stream().anyMatch(a -> a.drill() && a.token().equals(name))) {
                return true;
            }
        }
    }
}
