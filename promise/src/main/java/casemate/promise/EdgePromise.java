package casemate.promise;

import java.time.Duration;
import java.time.Period;
import java.util.List;

/// The way in.
public sealed interface EdgePromise extends Promise {
    /// HTTPS only; everything else is blocked before it reaches an instance.
    @Row("EDG-1")
    record HttpsOnly() implements EdgePromise {}

    /// Encryption in transit.
    ///
    /// @param versions those accepted; others are refused
    /// @param channels where it holds
    /// @param hsts for how long a browser is told to use HTTPS only
    /// @param certificates the hash in certificates' signatures
    @Row("EDG-2")
    record TransportEncryption(
            @Bounds(min = "1", max = "2") List<TlsVersion> versions,
            @Bounds(min = "1", max = "6") List<Channel> channels,
            @Bounds(min = "P180D", max = "P3Y") Period hsts,
            SignatureHash certificates)
            implements EdgePromise {
        public TransportEncryption {
            versions = List.copyOf(versions);
            channels = List.copyOf(channels);
            Catalogue.check(TransportEncryption.class, versions, channels, hsts, certificates);
        }
    }

    /// The customer may restrict its instance to ranges of addresses.
    @Row("EDG-3")
    record AddressAllowList() implements EdgePromise {}

    /// A web application firewall.
    ///
    /// @param attacks the classes that it stops
    @Row("EDG-4")
    record WebFirewall(@Bounds(min = "1", max = "12") List<AttackClass> attacks) implements EdgePromise {
        public WebFirewall {
            attacks = List.copyOf(attacks);
            Catalogue.check(WebFirewall.class, attacks);
        }
    }

    /// Addresses that search for weak spots are banned.
    ///
    /// @param misses pages not found within the window that lead to a ban
    @Row("EDG-5")
    record IntrusionPrevention(
            @Bounds(min = "3", max = "10000") int misses,
            @Bounds(min = "PT1S", max = "P1D") Duration window,
            @Bounds(min = "PT1M", max = "P30D") Duration ban)
            implements EdgePromise {
        public IntrusionPrevention {
            Catalogue.check(IntrusionPrevention.class, misses, window, ban);
        }
    }

    /// Protection against denial of service.
    ///
    /// @param perSecond requests from one address, beyond which they are turned away
    @Row("EDG-6")
    record FloodProtection(
            @Bounds(min = "1", max = "100000") int perSecond) implements EdgePromise {
        public FloodProtection {
            Catalogue.check(FloodProtection.class, perSecond);
        }
    }

    /// Spam is detected on the customer area.
    @Row("EDG-7")
    record SpamDetection() implements EdgePromise {}

    /// Load balancing in front of instances.
    @Row("EDG-8")
    record LoadBalancing() implements EdgePromise {}

    /// A way by which data travels.
    enum Channel implements Word {
        WEB,
        API,
        MOBILE,
        IMAP,
        POP,
        SMTP
    }

    /// The hash in a certificate's signature.
    enum SignatureHash implements Word {
        SHA_256,
        SHA_384
    }

    /// A class of attacks on web applications (OWASP).
    enum AttackClass implements Word {
        SQL_INJECTION,
        CROSS_SITE_SCRIPTING,
        COMMAND_INJECTION,
        CODE_INJECTION,
        FILE_INCLUSION,
        PATH_TRAVERSAL,
        SESSION_FIXATION,
        PROTOCOL_ABUSE
    }

    /// A version of TLS (RFC 5246, RFC 8446) that may be promised.
    enum TlsVersion implements Word {
        TLS_1_2,
        TLS_1_3;

        @Override
        public String key() {
            return this == TLS_1_2 ? "1.2" : "1.3";
        }
    }
}
