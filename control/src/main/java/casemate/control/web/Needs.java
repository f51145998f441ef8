package casemate.control.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names the permission without which nobody reaches a handler method. At the console it stands for
/// [Permission#forStaff()]. One that can be given per instance is asked for the instance named by the path's `{id}`.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {
    Permission value();
}
