package casemate.control.client;

import casemate.base.Actor;
import casemate.base.Sha256;
import casemate.control.audit.Audit;
import casemate.control.issuer.Introductions;
import casemate.control.issuer.Member;
import casemate.control.web.Viewer;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.transaction.support.TransactionTemplate;

/// Keeps codes for the minute that they live, as hashes. A code is spent once, whoever comes first; who shows it again
/// makes void what was given for it.
final class SignOnCodes implements OAuth2AuthorizationService {
    /// How long a spent or expired code is known for one.
    private static final Duration KEPT = Duration.ofHours(1);

    private static final String NOBODY_S = "unknown";

    private final CodeTable table;
    private final Clients clients;
    private final Introductions introductions;
    private final SignOns signOns;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final String endpoint;
    private final Clock clock;

    /// @param endpoint where applications send people
    SignOnCodes(
            CodeTable table,
            Clients clients,
            Introductions introductions,
            SignOns signOns,
            Audit audit,
            TransactionTemplate transactions,
            String endpoint,
            Clock clock) {
        this.table = table;
        this.clients = clients;
        this.introductions = introductions;
        this.signOns = signOns;
        this.audit = audit;
        this.transactions = transactions;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    @Override
    public void save(OAuth2Authorization authorization) {
        transactions.executeWithoutResult(_ -> {
            Optional<CodeTable.Kept> kept = table.byId(authorization.getId());
            if (kept.isEmpty()) {
                begin(authorization);
            } else {
                proceed(authorization, kept.get());
            }
        });
    }

    private void begin(OAuth2Authorization authorization) {
        OAuth2AuthorizationRequest asked = Objects.requireNonNull(
                authorization.<OAuth2AuthorizationRequest>getAttribute(OAuth2AuthorizationRequest.class.getName()));
        OAuth2AuthorizationCode code = Objects.requireNonNull(authorization.getToken(OAuth2AuthorizationCode.class))
                .getToken();
        Authentication person =
                Objects.requireNonNull(authorization.<Authentication>getAttribute(Principal.class.getName()));
        if (!(person.getPrincipal() instanceof Viewer viewer)) {
            throw new IllegalStateException("a code for nobody");
        }
        Member member = clients.instance(authorization.getRegisteredClientId())
                .map(instance -> introductions.of(viewer, instance))
                .orElseThrow(Introductions::unknown);
        Map<String, Object> more = asked.getAdditionalParameters();
        table.add(
                new CodeTable.Kept(
                        authorization.getId(),
                        authorization.getRegisteredClientId(),
                        viewer.session(),
                        viewer.user(),
                        viewer.customer().orElseThrow(Introductions::unknown),
                        member.json(),
                        Objects.requireNonNull(asked.getRedirectUri()),
                        String.join(" ", authorization.getAuthorizedScopes()),
                        String.valueOf(more.get(PkceParameterNames.CODE_CHALLENGE)),
                        String.valueOf(more.get(OidcParameterNames.NONCE)),
                        Objects.requireNonNull(code.getIssuedAt()),
                        Objects.requireNonNull(code.getExpiresAt()),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        false),
                Sha256.of(code.getTokenValue()));
        audit.record(viewer.actor(), "instance.enter", authorization.getRegisteredClientId());
    }

    private void proceed(OAuth2Authorization authorization, CodeTable.Kept kept) {
        OAuth2Authorization.Token<OAuth2AccessToken> token = authorization.getAccessToken();
        OAuth2Authorization.Token<OAuth2AuthorizationCode> code = authorization.getToken(OAuth2AuthorizationCode.class);
        boolean spent = code != null && code.isInvalidated();
        if (token != null && kept.tokenIssued().isEmpty()) {
            boolean first = table.spend(
                    kept.id(),
                    Sha256.of(token.getToken().getTokenValue()),
                    Objects.requireNonNull(token.getToken().getIssuedAt()),
                    Objects.requireNonNull(token.getToken().getExpiresAt()),
                    clock.instant());
            if (!first) {
                throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
            }
            signOns.began(kept);
        } else if (token != null && token.isInvalidated()) {
            if (table.revoke(kept.id(), clock.instant())) {
                audit.record(new Actor.Program("issuer"), "instance.code-replayed", kept.instance());
            }
        } else if (spent) {
            table.spoil(kept.id(), clock.instant());
        }
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
        table.remove(authorization.getId());
    }

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        return table.byId(id).flatMap(kept -> whole(kept, NOBODY_S, NOBODY_S)).orElse(null);
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String value, @Nullable OAuth2TokenType type) {
        byte[] hash = Sha256.of(value);
        if (type != null && OAuth2ParameterNames.CODE.equals(type.getValue())) {
            return table.byCode(hash)
                    .flatMap(kept -> whole(kept, value, NOBODY_S))
                    .orElse(null);
        }
        if (type != null && OAuth2TokenType.ACCESS_TOKEN.equals(type)) {
            return table.byToken(hash)
                    .flatMap(kept -> whole(kept, NOBODY_S, value))
                    .orElse(null);
        }
        return null;
    }

    /// Whom a token is about, as long as it counts.
    Optional<Member> member(String token) {
        return table.byToken(Sha256.of(token))
                .filter(kept -> !kept.revoked()
                        && kept.tokenUntil()
                                .filter(until -> until.isAfter(clock.instant()))
                                .isPresent())
                .filter(kept -> clients.instance(kept.instance()).isPresent())
                .map(kept -> Member.read(kept.claims()));
    }

    void forget() {
        table.forget(clock.instant().minus(KEPT));
    }

    /// @param code as it was shown, for only its hash is kept
    /// @param access likewise
    private Optional<OAuth2Authorization> whole(CodeTable.Kept kept, String code, String access) {
        RegisteredClient client = clients.findById(kept.instance());
        if (client == null) {
            return Optional.empty();
        }
        Member member = Member.read(kept.claims());
        Set<String> scopes = Arrays.stream(kept.scopes().split(" ", -1)).collect(Collectors.toSet());
        OAuth2AuthorizationRequest asked = OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(endpoint)
                .clientId(client.getClientId())
                .redirectUri(kept.redirect())
                .scopes(scopes)
                .additionalParameters(Map.of(
                        PkceParameterNames.CODE_CHALLENGE, kept.challenge(),
                        PkceParameterNames.CODE_CHALLENGE_METHOD, "S256",
                        OidcParameterNames.NONCE, kept.nonce()))
                .build();
        OAuth2Authorization.Builder whole = OAuth2Authorization.withRegisteredClient(client)
                .id(kept.id())
                .principalName(member.subject())
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizedScopes(scopes)
                .attribute(OAuth2AuthorizationRequest.class.getName(), asked)
                .attribute(Principal.class.getName(), new PreAuthenticatedAuthenticationToken(member, "", List.of()))
                .token(
                        new OAuth2AuthorizationCode(code, kept.codeIssued(), kept.codeExpires()),
                        marks -> marks.put(OAuth2Authorization.Token.INVALIDATED_METADATA_NAME, kept.spent()));
        if (kept.tokenIssued().isPresent() && kept.tokenUntil().isPresent()) {
            whole.token(
                    new OAuth2AccessToken(
                            OAuth2AccessToken.TokenType.BEARER,
                            access,
                            kept.tokenIssued().get(),
                            kept.tokenUntil().get(),
                            scopes),
                    marks -> marks.put(OAuth2Authorization.Token.INVALIDATED_METADATA_NAME, kept.revoked()));
        }
        return Optional.of(whole.build());
    }
}
