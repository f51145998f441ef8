package casemate.control.ward;

/// What was typed to ban somebody.
public record BanForm(String range, String length, String why) {
    static final BanForm EMPTY = new BanForm("", "PT1H", "");
}
