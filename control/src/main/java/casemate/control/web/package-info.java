/// The look and the way in: hosts, pages, words, headers, limits and failures. Knows no other room.
@NullMarked
package casemate.control.web;

import org.jspecify.annotations.NullMarked;
