package casemate.vault;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.base.UserId;
import java.util.regex.Pattern;

/// Whose key it is: one customer's, which goes when the customer goes, or the platform's own. A person has
/// no key: they are named here so that their tombstone lies where a restore finds it.
public record KeyOwner(String name) {
    /// It becomes a file's name. Stands first: [#PLATFORM] is checked by it.
    private static final Pattern FORM = Pattern.compile("platform|(?:cus|usr)_[0-9a-z]{26}");

    /// Secrets that belong to no customer, such as those of operators, and what must be found without
    /// knowing whose it is.
    public static final KeyOwner PLATFORM = new KeyOwner("platform");

    public KeyOwner {
        if (!FORM.matcher(name).matches()) {
            throw Refusal.invalid("key-owner-malformed", "A key belongs to a customer's id or to the platform.");
        }
    }

    public static KeyOwner of(CustomerId customer) {
        return new KeyOwner(customer.value());
    }

    /// For the tombstone of somebody who was erased.
    public static KeyOwner of(UserId person) {
        return new KeyOwner(person.value());
    }

    @Override
    public String toString() {
        return name;
    }
}
