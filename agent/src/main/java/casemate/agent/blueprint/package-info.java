/// Applications that can be hosted: the strict YAML that describes one, and what it may ask for.
@NullMarked
package casemate.agent.blueprint;

import org.jspecify.annotations.NullMarked;
