package casemate.control.inventory;

/// What a column holds about people. Each part is the end of a key of words, `inventory.PART.CODE`.
///
/// @param what is kept
/// @param why it is kept
/// @param until how long it is kept
/// @param key under which it lies
/// @param signUp whether becoming a customer fills it
public record Personal(String what, String why, String until, String key, boolean signUp) {
    String whatWords() {
        return "inventory.what." + what;
    }

    String whyWords() {
        return "inventory.why." + why;
    }

    String untilWords() {
        return "inventory.until." + until;
    }

    String keyWords() {
        return "inventory.key." + key;
    }
}
