package casemate.promise;

import java.time.Duration;
import java.time.Period;
import java.util.List;

/// Watch over the platform.
public sealed interface WatchPromise extends Promise {
    /// Availability is probed from outside.
    @Row("WAT-1")
    record AvailabilityProbes(
            @Bounds(min = "PT10S", max = "P1D") Duration every) implements WatchPromise {
        public AvailabilityProbes {
            Catalogue.check(AvailabilityProbes.class, every);
        }
    }

    /// Resources are monitored.
    ///
    /// @param tools the products that receive the figures
    @Row("WAT-2")
    record ResourceMonitoring(@Bounds(min = "1", max = "5") List<String> tools) implements WatchPromise {
        public ResourceMonitoring {
            tools = List.copyOf(tools);
            Catalogue.check(ResourceMonitoring.class, tools);
        }
    }

    /// Recurring jobs are monitored.
    ///
    /// @param grace how late a job may be before the alarm
    @Row("WAT-3")
    record JobMonitoring(@Bounds(min = "PT1M", max = "P7D") Duration grace) implements WatchPromise {
        public JobMonitoring {
            Catalogue.check(JobMonitoring.class, grace);
        }
    }

    /// Files of the system are checked for changes.
    @Row("WAT-4")
    record FileIntegrity(@Bounds(min = "PT1M", max = "P30D") Duration every) implements WatchPromise {
        public FileIntegrity {
            Catalogue.check(FileIntegrity.class, every);
        }
    }

    /// Hosts are searched for rootkits.
    @Row("WAT-5")
    record RootkitScans(@Bounds(min = "PT1M", max = "P30D") Duration every) implements WatchPromise {
        public RootkitScans {
            Catalogue.check(RootkitScans.class, every);
        }
    }

    /// Hosts conform at least to a level of ANSSI's guide for GNU/Linux, audited.
    ///
    /// @param audit how often
    @Row("WAT-6")
    record HardenedHosts(
            AnssiLevel level,
            @Bounds(min = "P1D", max = "P1Y") Period audit) implements WatchPromise {
        public HardenedHosts {
            Catalogue.check(HardenedHosts.class, level, audit);
        }
    }

    /// An inventory of instances and servers, with impact analysis.
    ///
    /// @param every how often it is compared with reality
    @Row("WAT-7")
    record Inventory(@Bounds(min = "PT1M", max = "P30D") Duration every) implements WatchPromise {
        public Inventory {
            Catalogue.check(Inventory.class, every);
        }
    }

    /// Alerts on versions, disk space, domains and certificates.
    ///
    /// @param ahead how long before a domain or certificate ends
    /// @param diskPercent used disk space from which on an alert goes out
    @Row("WAT-8")
    record Alerts(
            @Bounds(min = "P1D", max = "P1Y") Period ahead,
            @Bounds(min = "1", max = "99") int diskPercent) implements WatchPromise {
        public Alerts {
            Catalogue.check(Alerts.class, ahead, diskPercent);
        }
    }

    /// Notifications are gathered in a chat.
    ///
    /// @param chat the product
    @Row("WAT-9")
    record ChatNotifications(@Bounds(min = "1", max = "60") String chat) implements WatchPromise {
        public ChatNotifications {
            Catalogue.check(ChatNotifications.class, chat);
        }
    }

    /// Production is scanned for vulnerabilities, and what is found is mended.
    ///
    /// @param remedy from the finding
    @Row("WAT-10")
    record VulnerabilityScans(
            @Bounds(min = "PT1H", max = "P90D") Duration every,
            @Bounds(min = "P1D", max = "P1Y") Period remedy) implements WatchPromise {
        public VulnerabilityScans {
            Catalogue.check(VulnerabilityScans.class, every, remedy);
        }
    }

    /// Security updates of the operating system are installed.
    ///
    /// @param within from their publication
    @Row("WAT-11")
    record SystemUpdates(@Bounds(min = "P1D", max = "P90D") Period within) implements WatchPromise {
        public SystemUpdates {
            Catalogue.check(SystemUpdates.class, within);
        }
    }

    /// Application dependencies are watched, platforms updated at each patch.
    @Row("WAT-12")
    record DependencyWatch(
            @Bounds(min = "1", max = "12") List<String> ecosystems,
            @Bounds(min = "PT1H", max = "P30D") Duration every) implements WatchPromise {
        public DependencyWatch {
            ecosystems = List.copyOf(ecosystems);
            Catalogue.check(DependencyWatch.class, ecosystems, every);
        }
    }

    /// A level of ANSSI's security recommendations for GNU/Linux, each including those before it.
    enum AnssiLevel implements Word {
        MINIMAL,
        INTERMEDIARY,
        ENHANCED,
        HIGH
    }
}
