package casemate.promise;

/// A figure that is one word of a fixed list: in kebab-case in a policy, in the reader's language in a sentence.
public interface Word {
    /// What the policy writes: `SHA_256` as `sha-256`.
    default String key() {
        return LeafFields.word((Enum<?>) this);
    }

    /// What people read, in the nominative where the language has cases.
    default String in(Language language) {
        return Words.of(this, language);
    }
}
