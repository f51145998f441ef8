package casemate.control;

import casemate.control.payment.PaymentSettings;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// What control may ask beyond this machine, and what it knows of the way in. All of it may be missing: the
/// platform works on a machine by itself.
///
/// @param names where DNS is asked: `dns:///` is the system's way, `dns://192.0.2.1` one server; empty asks
///     nobody
/// @param rspamd the address of its normal worker, such as `http://127.0.0.1:11333`
/// @param throwaway domains that hand out mailboxes for minutes, besides those that we know
/// @param addresses where this platform is reached from outside
/// @param certificates whether an outside authority certifies customers' own domains
/// @param privateProviders whether customers' identity providers may be on this machine or in its network
/// @param lists directory of what the operator has loaded: leaked passwords, places of addresses
/// @param keys where root keys are; empty: in a sealed file of this machine
/// @param payment who takes the customers' money
/// @param vies the REST interface of the European Commission's register of VAT numbers
public record Outside(
        Optional<URI> names,
        Optional<URI> rspamd,
        Set<String> throwaway,
        Set<InetAddress> addresses,
        boolean certificates,
        boolean privateProviders,
        Optional<Path> lists,
        Optional<URI> vies,
        Optional<KeyPlace> keys,
        PaymentSettings payment) {
    public static final Outside NOTHING = new Outside(Optional.empty(), Optional.empty(), Set.of(), Set.of(), false);

    /// With identity providers out in the world only, and nothing loaded.
    public Outside(
            Optional<URI> names,
            Optional<URI> rspamd,
            Set<String> throwaway,
            Set<InetAddress> addresses,
            boolean certificates) {
        this(
                names,
                rspamd,
                throwaway,
                addresses,
                certificates,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new PaymentSettings.Nobody());
    }

    public Outside {
        throwaway = Set.copyOf(throwaway);
        addresses = Set.copyOf(addresses);
    }

    /// The same, asking this DNS.
    public Outside asking(URI server) {
        return new Outside(
                Optional.of(server),
                rspamd,
                throwaway,
                addresses,
                certificates,
                privateProviders,
                lists,
                vies,
                keys,
                payment);
    }

    /// The same, with identity providers wherever they are.
    public Outside withPrivateProviders() {
        return new Outside(names, rspamd, throwaway, addresses, certificates, true, lists, vies, keys, payment);
    }

    /// The same, with what lies in this directory.
    public Outside withLists(Path directory) {
        return new Outside(
                names,
                rspamd,
                throwaway,
                addresses,
                certificates,
                privateProviders,
                Optional.of(directory),
                vies,
                keys,
                payment);
    }

    /// The same, asking this register whether VAT numbers are in force.
    public Outside withVies(URI server) {
        return new Outside(
                names,
                rspamd,
                throwaway,
                addresses,
                certificates,
                privateProviders,
                lists,
                Optional.of(server),
                keys,
                payment);
    }

    /// The same, with root keys there.
    public Outside withKeys(KeyPlace place) {
        return new Outside(
                names,
                rspamd,
                throwaway,
                addresses,
                certificates,
                privateProviders,
                lists,
                vies,
                Optional.of(place),
                payment);
    }

    /// The same, with money taken by them.
    public Outside withPayment(PaymentSettings taken) {
        return new Outside(
                names, rspamd, throwaway, addresses, certificates, privateProviders, lists, vies, keys, taken);
    }
}
