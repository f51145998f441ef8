/// What is kept about people: every column that there is, declared or the tests fail.
@NullMarked
package casemate.control.inventory;

import org.jspecify.annotations.NullMarked;
