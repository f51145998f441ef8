/// Asks an instance whether it is well, the way its blueprint says: a request over HTTP/1.1 or HTTP/2.
@NullMarked
package casemate.agent.health;

import org.jspecify.annotations.NullMarked;
