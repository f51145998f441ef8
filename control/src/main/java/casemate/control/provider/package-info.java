/// Room `provider`: customers' own identity providers, their e-mail domains, and who signs in by them.
@NullMarked
package casemate.control.provider;

import org.jspecify.annotations.NullMarked;
