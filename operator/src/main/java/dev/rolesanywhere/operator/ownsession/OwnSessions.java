package dev.rolesanywhere.operator.ownsession;

import dev.rolesanywhere.client.endpoint.EndpointSettings;
import dev.rolesanywhere.client.session.CreateSessionException;
import dev.rolesanywhere.client.session.CreateSessionRequest;
import dev.rolesanywhere.client.session.RolesAnywhereClient;
import dev.rolesanywhere.client.session.Session;
import dev.rolesanywhere.client.signing.SigningIdentity;
import dev.rolesanywhere.client.transport.HttpTransport;
import dev.rolesanywhere.client.transport.Proxy;
import dev.rolesanywhere.client.transport.Timeouts;
import dev.rolesanywhere.client.transport.Trust;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.egress.ResolvedEgress;
import dev.rolesanywhere.operator.registration.RegistrationChoice;
import dev.rolesanywhere.operator.settings.OperatorSettings;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.key.KeySpec;
import dev.rolesanywhere.pki.leaf.LeafLifetime;
import dev.rolesanywhere.pki.leaf.LeafNames;
import dev.rolesanywhere.pki.leaf.LeafTemplate;
import dev.rolesanywhere.pki.leaf.NamedRequest;
import dev.rolesanywhere.pki.leaf.WorkloadIdentity;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of the operator itself, with a key in memory and the shortest possible leaf for its own ServiceAccount. Its namespace is
 * excluded from issuing, so no pod can get a leaf with this name.
 */
public final class OwnSessions {
    private final OperatorSettings settings;
    private final EgressResolver egressResolver;
    private final Clock clock;
    private final SecureRandom random;

    /** One key per process: an issuer with manual approval must not get a new request with each retry. */
    private final KeyPair keys;

    public OwnSessions(OperatorSettings settings, EgressResolver egressResolver, Clock clock, SecureRandom random) {
        this.settings = settings;
        this.egressResolver = egressResolver;
        this.clock = clock;
        this.random = random;
        this.keys = KeySpec.P256.generate(random);
    }

    /**
     * One exchange with AWS, within 20 s, with the chart's egress settings only: authors of the AWSRole or its AWSTrustAnchor must not
     * be able to read the operator's credentials.
     *
     * @param authority to sign the leaf
     * @param seconds requested duration; null for the profile's
     */
    public Session open(
            AWSTrustAnchor anchor,
            CertificateAuthority authority,
            AWSRole role,
            RegistrationChoice.Served served,
            @Nullable Integer seconds)
            throws CreateSessionException, GeneralSecurityException {
        return open(anchor, authority, role, served, seconds, egressResolver.ofInstallation());
    }

    /**
     * Checks whether AWS trusts this authority, with the egress of the role's pods, because only that endpoint may be reachable. The
     * credentials are discarded. The operator's own role uses only the chart's egress.
     */
    public Session tryOut(
            AWSTrustAnchor anchor, CertificateAuthority authority, AWSRole role, RegistrationChoice.Served served)
            throws CreateSessionException, GeneralSecurityException {
        boolean own = settings.aws()
                .role()
                .filter(role.getMetadata().getName()::equals)
                .isPresent();
        return open(
                anchor,
                authority,
                role,
                served,
                CreateSessionRequest.MIN_DURATION_SECONDS,
                own ? egressResolver.ofInstallation() : egressResolver.of(role, anchor));
    }

    private Session open(
            AWSTrustAnchor anchor,
            CertificateAuthority authority,
            AWSRole role,
            RegistrationChoice.Served served,
            @Nullable Integer seconds,
            ResolvedEgress egress)
            throws CreateSessionException, GeneralSecurityException {
        AWSAccess access =
                switch (egress) {
                    case ResolvedEgress.Allowed(AWSAccess open) -> open;
                    case ResolvedEgress.NotAllowed(String message) -> throw new IllegalArgumentException(message);
                };
        Trust trust = access.caBundle() == null ? Trust.jdk() : Trust.jdkAnd(access.caBundle());
        Proxy proxy = access.proxy() == null ? null : Proxy.parse(access.proxy());
        return new RolesAnywhereClient(new HttpTransport(trust, proxy, Timeouts.DEFAULT), clock)
                .createSession(
                        new CreateSessionRequest(
                                served.registration().arn(),
                                served.profileARN(),
                                role.getSpec().roleARN(),
                                seconds),
                        identity(anchor, authority, role),
                        new EndpointSettings(
                                served.place().region(),
                                Boolean.TRUE.equals(access.fips()),
                                Boolean.TRUE.equals(access.dualStack()),
                                access.endpoint() == null ? null : URI.create(access.endpoint())));
    }

    private SigningIdentity identity(AWSTrustAnchor anchor, CertificateAuthority authority, AWSRole role) {
        Instant now = clock.instant();
        WorkloadIdentity identity =
                new WorkloadIdentity(anchor.getSpec().trustDomain(), settings.namespace(), settings.name());
        String roleName = role.getMetadata().getName();
        LeafTemplate template = new LeafTemplate(
                identity,
                roleName,
                NamedRequest.of(keys, LeafNames.of(identity, roleName), random),
                LeafLifetime.choose(authority.validity(), LeafLifetime.MINIMUM, now));
        return new SigningIdentity(keys.getPrivate(), authority.issue(template), authority.chain());
    }
}
