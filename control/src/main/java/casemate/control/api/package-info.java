/// The API for customers' programs at `/v1` of the portal: the same doors as the pages, by token. Its description is
/// `openapi.json` beside it; a test keeps the two in step.
@NullMarked
package casemate.control.api;

import org.jspecify.annotations.NullMarked;
