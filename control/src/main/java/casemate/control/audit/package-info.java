/// Who did what and when: rows that can be added and read, never changed.
@NullMarked
package casemate.control.audit;

import org.jspecify.annotations.NullMarked;
