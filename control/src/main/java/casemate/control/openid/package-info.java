/// Room `openid`: OpenID Connect as a client of customers' identity providers. It keeps nothing but a cache.
@NullMarked
package casemate.control.openid;

import org.jspecify.annotations.NullMarked;
