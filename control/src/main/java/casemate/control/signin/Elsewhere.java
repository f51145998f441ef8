package casemate.control.signin;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.account.Email;
import casemate.control.account.Person;
import casemate.control.web.Page;
import casemate.control.web.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;

/// What this room asks of one that stands on it and signs people in by their customers' own providers.
public interface Elsewhere {
    /// Where there is no such room.
    Elsewhere NOWHERE = new Elsewhere() {
        @Override
        public Optional<URI> leads(Page page, Email email, String next) {
            return Optional.empty();
        }

        @Override
        public Optional<URI> again(Page page, HttpServletRequest request, String next) {
            return Optional.empty();
        }

        @Override
        public Optional<CustomerId> home(Person person) {
            return Optional.empty();
        }

        @Override
        public boolean mayActFor(Viewer viewer, CustomerId customer) {
            return true;
        }

        @Override
        public Optional<URI> away(Page page, Viewer viewer) {
            return Optional.empty();
        }
    };

    /// Where a browser goes to sign in with an address like this one; empty: here. Says nothing about whether
    /// anybody has the address.
    Optional<URI> leads(Page page, Email email, String next);

    /// Where a browser goes that came from elsewhere before and did not sign out; empty: nowhere.
    Optional<URI> again(Page page, HttpServletRequest request, String next);

    /// For whom somebody acts who came in by what this platform asks; empty: for the customer that they joined first.
    ///
    /// @throws Refusal `sign-in-elsewhere` for somebody who must come by their customer's provider
    Optional<CustomerId> home(Person person);

    /// Whether a session may act for a customer of its person.
    boolean mayActFor(Viewer viewer, CustomerId customer);

    /// Where a browser goes to sign out there too, before its session ends here.
    Optional<URI> away(Page page, Viewer viewer);
}
