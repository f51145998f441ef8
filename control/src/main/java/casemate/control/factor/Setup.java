package casemate.control.factor;

/// What somebody copies into an app or token that they set up.
///
/// @param secret in base 32, in groups
/// @param link the same for a camera, as an `otpauth` address
public record Setup(Generator generator, String secret, String link) {
    @Override
    public String toString() {
        return "Setup[" + generator.id() + ", hidden]";
    }
}
