/// What was done in a customer's account, in words: one's own acts for everybody, all of them for who may see them.
@NullMarked
package casemate.control.activity;

import org.jspecify.annotations.NullMarked;
