package casemate.control.ward;

import java.util.Locale;

/// What was chosen for the firewall of one instance.
public record ShieldForm(String mode, String paranoia, String why) {
    static ShieldForm of(Settings settings) {
        return new ShieldForm(settings.mode().name().toLowerCase(Locale.ROOT), String.valueOf(settings.paranoia()), "");
    }
}
