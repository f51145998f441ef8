package casemate.control.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a handler method of a dangerous act: only somebody who proved themselves within [FreshCheck#FRESH] reaches it,
/// everybody else is asked at `/step-up` first. Put it on the page that asks "are you sure" as well, so that nobody has
/// to say so twice.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Fresh {}
