/// Room `saml`: SAML 2.0 as a service of customers' identity providers. It keeps nothing but its own key.
@NullMarked
package casemate.control.saml;

import org.jspecify.annotations.NullMarked;
