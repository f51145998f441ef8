package casemate.control.instance;

/// What was typed into the form for a new instance, shown again when it is refused.
public record InstanceForm(String blueprint, String slug, String title) {
    static final InstanceForm EMPTY = new InstanceForm("", "", "");
}
