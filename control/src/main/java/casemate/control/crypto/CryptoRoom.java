package casemate.control.crypto;

import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.ledger.Ledger;
import casemate.vault.Vault;
import casemate.wire.SnapshotKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class CryptoRoom {
    private static final int AFTER_THE_POLICY = 75;
    private static final int WEAK = 1024;

    @Bean
    HouseAssets houseAssets(Ledger ledger, SnapshotKey snapshots, Vault vault) {
        return new HouseAssets(ledger, snapshots, vault);
    }

    @Bean
    EdgeProbe edgeProbe(Site site, SecureRandom chance) {
        return new EdgeProbe(site, chance);
    }

    @Bean
    Landscape landscape(ObjectProvider<AssetSource> sources, Clock clock) {
        return new Landscape(() -> sources.orderedStream().toList(), Verdicts.ours(), clock);
    }

    @Bean
    CryptoRoutes cryptoRoutes(Landscape landscape) {
        return new CryptoRoutes(landscape);
    }

    @Bean
    CryptoApi cryptoApi(Landscape landscape) {
        return new CryptoApi(landscape);
    }

    @Bean
    CryptoDrill cryptoDrill(Landscape landscape, Clock clock) {
        return new CryptoDrill(
                () -> new CryptoTarget(landscape::now, landscape.verdicts()),
                () -> new CryptoTarget(() -> weakened(landscape, clock), landscape.verdicts()),
                clock);
    }

    /// The same house with a certificate of yesterday.
    private static List<Judged> weakened(Landscape landscape, Clock clock) {
        List<Judged> all = new ArrayList<>(landscape.now());
        Asset planted = new Asset(
                Asset.Kind.CERTIFICATE,
                "CN=canary.invalid",
                "RSA",
                WEAK,
                "edge",
                java.util.Optional.empty(),
                java.util.Optional.empty());
        all.add(landscape.verdicts().judge(planted, clock.instant()));
        return all;
    }

    @Bean
    NavEntry cryptoEntry() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.PROTECTION,
                AFTER_THE_POLICY,
                "/cryptography",
                "crypto.title",
                Permission.STAFF_POLICY_VIEW);
    }
}
