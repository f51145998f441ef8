/// The whole house, tried from outside: its launcher, a real browser, real drills, and `kill -9`.
@NullMarked
package casemate.house;

import org.jspecify.annotations.NullMarked;
