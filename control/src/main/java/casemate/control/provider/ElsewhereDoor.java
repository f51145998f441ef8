package casemate.control.provider;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.account.Email;
import casemate.control.account.Person;
import casemate.control.provider.ConnectionTable.Barrier;
import casemate.control.signin.Elsewhere;
import casemate.control.web.Cookies;
import casemate.control.web.Page;
import casemate.control.web.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Tells the sign-in page whom providers sign in. Who came by a provider once comes by it always, or somebody who is
/// disabled there would still have a password here; and their session acts for that provider's customer alone, or one
/// customer's provider would open another customer's account.
final class ElsewhereDoor implements Elsewhere {
    /// Whoever comes back must be who went. One name for all connections: a person signs in once at a time.
    static final String COOKIE = "__Host-sign-on";

    /// By which connection a browser comes: once it has come by one, it is sent there by itself.
    static final String USUAL = "__Host-provider";

    static final Duration USUAL_LIFE = Duration.ofDays(30);

    private final SignOn signOn;
    private final SignOuts signOuts;
    private final ConnectionTable table;
    private final ArrivalTable arrivals;
    private final boolean bars;

    /// @param bars whether passwords are refused to those who come by a provider; not where ACC-3 is switched off in a
    /// lab
    ElsewhereDoor(SignOn signOn, SignOuts signOuts, ConnectionTable table, ArrivalTable arrivals, boolean bars) {
        this.signOn = signOn;
        this.signOuts = signOuts;
        this.table = table;
        this.arrivals = arrivals;
        this.bars = bars;
    }

    @Override
    public Optional<URI> leads(Page page, Email email, String next) {
        return signOn.leading(email.value()).map(c -> go(page, c, Optional.of(email.value()), next));
    }

    @Override
    public Optional<URI> again(Page page, HttpServletRequest request, String next) {
        return Cookies.read(request, USUAL).flatMap(signOn::before).map(c -> go(page, c, Optional.empty(), next));
    }

    private URI go(Page page, Connection connection, Optional<String> hint, String next) {
        Going going = signOn.begin(connection, Optional.empty(), hint, next);
        page.keep(Cookies.write(COOKIE, going.browser().reveal(), SignOn.UNDER_WAY));
        return going.address();
    }

    @Override
    public Optional<CustomerId> home(Person person) {
        List<Barrier> around = table.around(person.id());
        if (!bars || around.stream().noneMatch(Barrier::barred)) {
            return Optional.empty();
        }
        return Optional.of(
                around.stream()
                        .filter(b -> !b.barred())
                        .map(Barrier::customer)
                        .findFirst()
                        .orElseThrow(
                                () -> Refusal.forbidden(
                                        "sign-in-elsewhere",
                                        "You sign in with your company's own provider: enter your address, and leave the password empty.")));
    }

    @Override
    public boolean mayActFor(Viewer viewer, CustomerId customer) {
        return arrivals.begun(viewer.session())
                .map(b -> b.customer().equals(customer))
                .orElseGet(() -> table.around(viewer.user()).stream()
                        .noneMatch(b -> b.barred() && b.customer().equals(customer)));
    }

    @Override
    public Optional<URI> away(Page page, Viewer viewer) {
        page.keep(Cookies.remove(USUAL));
        return signOuts.away(viewer);
    }
}
