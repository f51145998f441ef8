/// Who may come in to an instance (EDG-3, ACC-6): decided from a route's rules, an address and cookies. No sockets.
@NullMarked
package casemate.edge.entry;

import org.jspecify.annotations.NullMarked;
