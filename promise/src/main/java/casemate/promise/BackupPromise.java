package casemate.promise;

import java.time.Duration;
import java.time.Period;

/// Backup and recovery.
public sealed interface BackupPromise extends Promise {
    /// Database and files of every instance are backed up.
    @Row("BAK-1")
    record BackupSchedule(@Bounds(min = "PT5M", max = "P7D") Duration every) implements BackupPromise {
        public BackupSchedule {
            Catalogue.check(BackupSchedule.class, every);
        }
    }

    /// Backup sets are made with different technologies, on separate sites.
    @Row("BAK-2")
    record BackupDiversity(
            @Bounds(min = "1", max = "5") int technologies,
            @Bounds(min = "1", max = "9") int sites) implements BackupPromise {
        public BackupDiversity {
            Catalogue.check(BackupDiversity.class, technologies, sites);
        }
    }

    /// Backups of this period are kept, and only they.
    @Row("BAK-3")
    record BackupRetention(
            @Bounds(min = "P1D", max = "P10Y") Period keep) implements BackupPromise {
        public BackupRetention {
            Catalogue.check(BackupRetention.class, keep);
        }
    }

    /// Backups do not affect the data's availability.
    @Row("BAK-4")
    record BackupsWithoutDowntime() implements BackupPromise {}

    /// After a hardware failure, data and service are back.
    @Row("BAK-5")
    record RecoveryTime(@Bounds(min = "PT1M", max = "P7D") Duration within) implements BackupPromise {
        public RecoveryTime {
            Catalogue.check(RecoveryTime.class, within);
        }
    }

    /// Replication in near real time to a designated region.
    ///
    /// @param lag how far it may be behind
    @Row("BAK-6")
    record SecondaryRegion(
            Region region,
            @Bounds(min = "PT1S", max = "PT6H") Duration lag) implements BackupPromise {
        public SecondaryRegion {
            Catalogue.check(SecondaryRegion.class, region, lag);
        }
    }

    /// Disaster recovery is tested.
    @Row("BAK-7")
    record RecoveryTests(@Bounds(min = "P1D", max = "P1Y") Period every) implements BackupPromise {
        public RecoveryTests {
            Catalogue.check(RecoveryTests.class, every);
        }
    }
}
