/// The embedded database: real PostgreSQL, durable, and gone when its parent is gone.
@NullMarked
package casemate.database;

import org.jspecify.annotations.NullMarked;
