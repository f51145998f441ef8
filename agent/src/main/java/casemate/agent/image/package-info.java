/// Root file systems of pods, made from Debian packages: read-only, shared, named by what they are made of.
@NullMarked
package casemate.agent.image;

import org.jspecify.annotations.NullMarked;
