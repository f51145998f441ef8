package casemate.control.provision;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.account.Email;
import java.util.Optional;

/// The sabotaged twin's: lets people in and forgets to let them out.
record DeafDirectory(Directory real) implements Directory {
    @Override
    public Optional<UserId> join(
            CustomerId customer, Email email, Optional<String> language, Optional<String> role, Actor actor) {
        return real.join(customer, email, language, role, actor);
    }

    @Override
    public void leave(CustomerId customer, UserId person, Actor actor) {}

    @Override
    public void give(CustomerId customer, UserId person, Optional<String> role, Actor actor) {
        real.give(customer, person, role, actor);
    }

    @Override
    public boolean belongs(CustomerId customer, UserId person) {
        return real.belongs(customer, person);
    }

    @Override
    public void rename(CustomerId customer, UserId person, Email email, Actor actor) {
        real.rename(customer, person, email, actor);
    }
}
