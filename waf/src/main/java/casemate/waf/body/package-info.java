/// Readers of request bodies: URL-encoded, multipart, JSON, XML. Strict, bounded, and never throwing through.
@NullMarked
package casemate.waf.body;

import org.jspecify.annotations.NullMarked;
