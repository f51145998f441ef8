package casemate.control.openid;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.time.Instant;

/// What a provider tells of itself, and where its keys come from.
///
/// @param until when it is asked again
record OpenIdProvider(OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys, Instant until) {}
