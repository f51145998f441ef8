package casemate.app;

import casemate.base.Refusal;
import java.util.regex.Pattern;

/// An instance as people name it on the command line: its slug or its id. Nothing else goes into an address.
final class InstanceName {
    private static final Pattern FORM = Pattern.compile("[a-z0-9_-]{1,80}", Pattern.CASE_INSENSITIVE);

    private InstanceName() {}

    static String parse(String typed) {
        if (!FORM.matcher(typed).matches()) {
            throw Refusal.invalid("instance-name-malformed", "Name an instance as casemate instances lists it.");
        }
        return typed;
    }
}
