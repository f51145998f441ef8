package casemate.control.provision;

import casemate.base.CustomerId;
import casemate.control.account.Email;

/// Which addresses a customer has shown to be its own.
interface OwnDomains {
    boolean owns(CustomerId customer, Email email);
}
