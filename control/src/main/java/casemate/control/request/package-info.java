/// Requests of customers and their people for a copy of their data, or for its deletion: asked, cooling off, taken in
/// hand, done. Who carries them out takes them from here; this room only keeps count and tells the truth about it.
@NullMarked
package casemate.control.request;

import org.jspecify.annotations.NullMarked;
