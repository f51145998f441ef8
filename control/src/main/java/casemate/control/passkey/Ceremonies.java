package casemate.control.passkey;

import casemate.base.Refusal;
import casemate.base.UserId;
import com.webauthn4j.WebAuthnAuthenticationManager;
import com.webauthn4j.WebAuthnRegistrationManager;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AttestationConveyancePreference;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorSelectionCriteria;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialCreationOptions;
import com.webauthn4j.data.PublicKeyCredentialDescriptor;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialRequestOptions;
import com.webauthn4j.data.PublicKeyCredentialRpEntity;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.PublicKeyCredentialUserEntity;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.ResidentKeyRequirement;
import com.webauthn4j.data.UserVerificationRequirement;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.client.AuthenticationExtensionsClientInputs;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What browsers are asked, and whether their answers are right: the WebAuthn protocol, spoken by webauthn4j. Knows no
/// table and no clock.
final class Ceremonies {
    /// An answer takes a few hundred bytes, with a long key and its attestation a few thousand.
    static final int MAX_ANSWER = 16 * 1024;

    /// What devices sign with, the best first: phones and keys have the first or second, some older computers the last.
    private static final List<PublicKeyCredentialParameters> ALGORITHMS = List.of(
            algorithm(COSEAlgorithmIdentifier.ES256),
            algorithm(COSEAlgorithmIdentifier.EdDSA),
            algorithm(COSEAlgorithmIdentifier.RS256));

    /// Those that the standard names; whatever else a browser says is forgotten.
    private static final Set<AuthenticatorTransport> TRANSPORTS = Set.of(
            AuthenticatorTransport.USB,
            AuthenticatorTransport.NFC,
            AuthenticatorTransport.BLE,
            AuthenticatorTransport.SMART_CARD,
            AuthenticatorTransport.HYBRID,
            AuthenticatorTransport.INTERNAL);

    /// A key that was just made.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Made(byte[] credential, byte[] key, long count, boolean alone, boolean synced, Set<String> transports) {}

    /// What a browser says that it made.
    ///
    /// @param asked the challenge that it says it was given
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Offered(RegistrationData data, byte[] asked) {}

    /// What a browser says that was signed.
    ///
    /// @param asked the challenge that it says it was given
    /// @param handle whose it says the passkey is; empty when it does not
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Shown(AuthenticationData data, byte[] asked, byte[] credential, byte[] handle) {}

    private final ObjectConverter converter = new ObjectConverter();
    /// Attestation is neither asked for nor looked at: we do not choose people's devices.
    private final WebAuthnRegistrationManager registrations =
            WebAuthnRegistrationManager.createNonStrictWebAuthnRegistrationManager(converter);

    private final WebAuthnAuthenticationManager authentications =
            new WebAuthnAuthenticationManager(List.of(), converter);

    /// What a browser is asked in order to make a passkey.
    ///
    /// @param called what its owner reads when they choose among passkeys
    /// @param present those that they have: no device gets a second one
    String creation(
            Party party, UserId person, String called, byte[] challenge, List<Stored> present, Duration patience) {
        return converter
                .getJsonMapper()
                .writeValueAsString(new PublicKeyCredentialCreationOptions(
                        new PublicKeyCredentialRpEntity(party.id(), "Casemate"),
                        new PublicKeyCredentialUserEntity(handle(person), called, called),
                        new DefaultChallenge(challenge),
                        ALGORITHMS,
                        patience.toMillis(),
                        descriptors(present),
                        new AuthenticatorSelectionCriteria(
                                null, ResidentKeyRequirement.PREFERRED, UserVerificationRequirement.PREFERRED),
                        AttestationConveyancePreference.NONE,
                        new AuthenticationExtensionsClientInputs.BuilderForRegistration()
                                .setObjectConverter(converter)
                                .setCredProps(true)
                                .build()));
    }

    /// What a browser is asked in order to use a passkey.
    ///
    /// @param allowed empty lets its owner choose among those that their device finds by itself
    /// @param verified whether the device must check who holds it
    String request(Party party, byte[] challenge, List<Stored> allowed, boolean verified, Duration patience) {
        return converter
                .getJsonMapper()
                .writeValueAsString(new PublicKeyCredentialRequestOptions(
                        new DefaultChallenge(challenge),
                        patience.toMillis(),
                        party.id(),
                        descriptors(allowed),
                        verified ? UserVerificationRequirement.REQUIRED : UserVerificationRequirement.PREFERRED,
                        null));
    }

    /// @throws NotRight `passkey-malformed`
    Offered readMade(String answer) {
        return read(answer, text -> {
            RegistrationData data = registrations.parse(text);
            return new Offered(data, asked(data.getCollectedClientData()));
        });
    }

    /// @throws NotRight `passkey-malformed`
    @SuppressWarnings("NullAway") // reads the library's nullable arrays as arrays of what is nullable
    Shown readUsed(String answer) {
        return read(answer, text -> {
            AuthenticationData data = authentications.parse(text);
            byte[] handle = data.getUserHandle();
            return new Shown(
                    data,
                    asked(data.getCollectedClientData()),
                    Objects.requireNonNull(data.getCredentialId()),
                    handle == null ? new byte[0] : handle);
        });
    }

    private static byte[] asked(@Nullable CollectedClientData said) {
        return Objects.requireNonNull(said).getChallenge().getValue();
    }

    /// Holds a new key against what was asked.
    ///
    /// @throws NotRight when it is not that
    Made made(Offered offered, Party party, byte[] challenge) {
        RegistrationData data = offered.data();
        verify(() -> registrations.verify(
                data, new RegistrationParameters(server(party, challenge), ALGORITHMS, false, true)));
        // The verifier has refused an answer without them.
        var authenticator = Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
        AttestedCredentialData made = Objects.requireNonNull(authenticator.getAttestedCredentialData());
        return new Made(
                made.getCredentialId(),
                converter.getCborMapper().writeValueAsBytes(made.getCOSEKey()),
                authenticator.getSignCount(),
                authenticator.isFlagUV() && discoverable(data),
                authenticator.isFlagBE(),
                transports(data));
    }

    /// Holds a signature against a passkey and what was asked.
    ///
    /// @param verified whether the device must have checked who holds it
    /// @return the count that its device shows
    /// @throws NotRight when it is not right
    long used(Shown shown, Party party, byte[] challenge, Stored stored, boolean verified) {
        CredentialRecordImpl record = new CredentialRecordImpl(
                new NoneAttestationStatement(),
                stored.passkey().alone(),
                stored.passkey().synced(),
                null,
                stored.count(),
                new AttestedCredentialData(
                        AAGUID.ZERO,
                        stored.credential(),
                        converter.getCborMapper().readValue(stored.key(), COSEKey.class)),
                null,
                null,
                null,
                null);
        verify(() -> authentications.verify(
                shown.data(),
                new AuthenticationParameters(
                        server(party, challenge), record, List.of(stored.credential()), verified, true)));
        return record.getCounter();
    }

    /// What a passkey keeps to say whose it is: a name that says nothing to others.
    static byte[] handle(UserId person) {
        return person.value().getBytes(StandardCharsets.US_ASCII);
    }

    private static ServerProperty server(Party party, byte[] challenge) {
        return ServerProperty.builder()
                .origin(Origin.create(party.origin()))
                .rpId(party.id())
                .challenge(new DefaultChallenge(challenge))
                .build();
    }

    private static List<PublicKeyCredentialDescriptor> descriptors(List<Stored> passkeys) {
        return passkeys.stream()
                .map(p -> new PublicKeyCredentialDescriptor(
                        PublicKeyCredentialType.PUBLIC_KEY,
                        p.credential(),
                        p.transports().stream()
                                .map(AuthenticatorTransport::create)
                                .collect(Collectors.toUnmodifiableSet())))
                .toList();
    }

    private static boolean discoverable(RegistrationData data) {
        var outputs = data.getClientExtensions();
        return outputs != null
                && outputs.getCredProps() != null
                && Boolean.TRUE.equals(outputs.getCredProps().getRk());
    }

    private static Set<String> transports(RegistrationData data) {
        Set<AuthenticatorTransport> said = data.getTransports();
        return said == null
                ? Set.of()
                : said.stream()
                        .filter(TRANSPORTS::contains)
                        .map(AuthenticatorTransport::getValue)
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static PublicKeyCredentialParameters algorithm(COSEAlgorithmIdentifier identifier) {
        return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, identifier);
    }

    /// Whatever a stranger's bytes make the parser throw, they are malformed.
    private static <T> T read(String answer, Function<String, T> parse) {
        if (answer.length() > MAX_ANSWER) {
            throw malformed("TooLong");
        }
        try {
            return parse.apply(answer);
        } catch (RuntimeException e) {
            throw malformed(e.getClass().getSimpleName());
        }
    }

    /// Whatever they make the verifier throw, they are not right.
    private static void verify(Runnable check) {
        try {
            check.run();
        } catch (UserNotVerifiedException e) {
            throw new NotRight(
                    Refusal.forbidden(
                            "passkey-unverified",
                            "Your device did not check that it is you; use one with a PIN, a finger or a face."),
                    why(e));
        } catch (MaliciousCounterValueException e) {
            throw new NotRight(
                    Refusal.forbidden(
                            "passkey-copied", "This passkey seems to have been copied; remove it and add another."),
                    why(e));
        } catch (RuntimeException e) {
            throw NotRight.refused(why(e));
        }
    }

    private static String why(RuntimeException e) {
        return e.getClass().getSimpleName().replace("Exception", "");
    }

    private static NotRight malformed(String why) {
        return new NotRight(
                Refusal.invalid("passkey-malformed", "Your browser sent no passkey; reload the page and try again."),
                why);
    }
}
