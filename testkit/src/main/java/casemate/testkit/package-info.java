/// What tests share: a clock to move, a real PostgreSQL, a throwaway authority.
@NullMarked
package casemate.testkit;

import org.jspecify.annotations.NullMarked;
