/// Room `fetch`: requests to hosts that customers name, bounded in time and size, and never to this network.
@NullMarked
package casemate.control.fetch;

import org.jspecify.annotations.NullMarked;
