package casemate.promise;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The sane range of a figure, both ends included, written as the policy writes the figure: past it lies a slip of the
/// pen. For a list, of its length; for a text, of its length in characters.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Bounds {
    String min();

    String max();
}
