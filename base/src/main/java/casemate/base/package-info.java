/// What every room speaks: ids, the actor, refusals, secrets and strict JSON. Knows no framework and does no I/O.
@NullMarked
package casemate.base;

import org.jspecify.annotations.NullMarked;
