package dev.rolesanywhere.sidecar.refresh;

import dev.rolesanywhere.client.endpoint.EndpointSettings;
import dev.rolesanywhere.client.session.AssumeRoleRequest;
import dev.rolesanywhere.client.session.CreateSessionException;
import dev.rolesanywhere.client.session.CreateSessionRequest;
import dev.rolesanywhere.client.session.Credentials;
import dev.rolesanywhere.client.session.RolesAnywhereClient;
import dev.rolesanywhere.client.session.Session;
import dev.rolesanywhere.client.session.StsClient;
import dev.rolesanywhere.client.signing.SigningIdentity;
import dev.rolesanywhere.client.transport.HttpTransport;
import dev.rolesanywhere.client.transport.Proxy;
import dev.rolesanywhere.client.transport.Timeouts;
import dev.rolesanywhere.client.transport.Trust;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.sidecar.external.CertificateFiles;
import dev.rolesanywhere.sidecar.external.CertificateFilesException;
import dev.rolesanywhere.sidecar.issuing.IssuedFiles;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.TargetRole;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Exchanges an issued leaf for credentials at AWS. */
public final class SessionExchange {
    private static final Set<String> CLUSTER_DNS = Set.of("ClusterFirst", "ClusterFirstWithHostNet");

    /** DNS has no longer names. */
    private static final int LONGEST_NAME = 253;

    private final Clock clock;
    private final Timeouts timeouts;
    private final String dnsPolicy;
    /** Null if the pod's files are not available. */
    private final @Nullable Path external;

    /** @param clock the node's */
    public SessionExchange(Clock clock) {
        this(clock, Timeouts.DEFAULT);
    }

    /**
     * @param clock the node's
     * @param dnsPolicy of the pod
     */
    public SessionExchange(Clock clock, String dnsPolicy) {
        this(clock, Timeouts.DEFAULT, dnsPolicy, null);
    }

    /**
     * @param clock the node's
     * @param dnsPolicy of the pod
     * @param external directory of the pod's certificates that other components issue
     */
    public SessionExchange(Clock clock, String dnsPolicy, Path external) {
        this(clock, Timeouts.DEFAULT, dnsPolicy, external);
    }

    /** A copy with other limits for each call. */
    public SessionExchange(Clock clock, Timeouts timeouts) {
        this(clock, timeouts, Sidecar.DEFAULT_DNS_POLICY, null);
    }

    private SessionExchange(Clock clock, Timeouts timeouts, String dnsPolicy, @Nullable Path external) {
        this.clock = clock;
        this.timeouts = timeouts;
        this.dnsPolicy = dnsPolicy;
        this.external = external;
    }

    /**
     * One call of CreateSession. Each call opens a new transport, because there is about an hour between two calls.
     *
     * @param key of the role's leaf
     * @param correction of the node's clock
     * @throws IllegalArgumentException if the role's settings cannot be used, with the correct form
     * @throws GeneralSecurityException if a certificate or CA bundle cannot be read
     * @throws CertificateFilesException if the certificate and key of another component cannot be used
     */
    Session exchange(PrivateKey key, IssuedRole role, Duration correction)
            throws CreateSessionException, GeneralSecurityException, CertificateFilesException, InterruptedException {
        SigningIdentity identity = identity(key, role, correction);
        IssuedRole.AwsAccess aws = role.aws();
        URI override = aws.endpoint() == null ? null : URI.create(aws.endpoint());
        RolesAnywhereClient client = new RolesAnywhereClient(transport(aws), Clock.offset(clock, correction));
        CreateSessionRequest request = new CreateSessionRequest(
                role.trustAnchorArn(),
                role.profileArn(),
                role.roleArn(),
                role.sessionSeconds(),
                role.attribution().roleSessionName(),
                role.attribution().instanceProperties());
        try {
            return client.createSession(
                    request, identity, new EndpointSettings(role.region(), aws.fips(), aws.dualStack(), override));
        } catch (CreateSessionException e) {
            throw withDnsPolicy(e);
        }
    }

    private SigningIdentity identity(PrivateKey key, IssuedRole role, Duration correction)
            throws GeneralSecurityException, CertificateFilesException, InterruptedException {
        IssuedFiles named = role.files();
        if (named == null) {
            return new SigningIdentity(key, parse(role.certificate()), chain(role));
        }
        if (external == null) {
            throw new IllegalArgumentException(
                    "the certificates of AWSTrustAnchor " + named.trustAnchor()
                            + " are in files of the pod, which only a sidecar can read: set a delivery with a sidecar in the AWSRoleBinding");
        }
        return new CertificateFiles(external)
                .read(named, Clock.offset(clock, correction).instant());
    }

    /**
     * One call of STS's AssumeRole.
     *
     * @param first the session from Roles Anywhere for the role
     * @param correction of the node's clock
     * @throws IllegalArgumentException if the role's settings cannot be used, with the correct form
     * @throws GeneralSecurityException if a CA bundle cannot be read
     */
    Session assume(Credentials first, IssuedRole role, TargetRole target, Duration correction)
            throws CreateSessionException, GeneralSecurityException {
        IssuedRole.AwsAccess aws = role.aws();
        EndpointSettings endpoint = aws.stsEndpoint() == null
                ? new EndpointSettings(role.region(), aws.fips(), aws.dualStack(), null)
                : new EndpointSettings(role.region(), false, false, URI.create(aws.stsEndpoint()));
        AssumeRoleRequest request = new AssumeRoleRequest(
                target.roleArn(),
                target.sessionName(),
                target.durationSeconds(),
                target.externalId(),
                target.sessionPolicy(),
                target.tags(),
                target.transitive());
        try {
            return new StsClient(transport(aws), Clock.offset(clock, correction)).assumeRole(request, first, endpoint);
        } catch (CreateSessionException e) {
            throw withDnsPolicy(e);
        }
    }

    private HttpTransport transport(IssuedRole.AwsAccess aws) throws GeneralSecurityException {
        Trust trust = aws.caBundle() == null ? Trust.jdk() : Trust.jdkAnd(aws.caBundle());
        return new HttpTransport(trust, aws.proxy() == null ? null : Proxy.parse(aws.proxy()), timeouts);
    }

    /**
     * Adds the host name and the pod's DNS policy, which must change if the name cannot be resolved. Both come first,
     * because an Event has room only for the beginning. With a proxy, the name is the proxy's.
     */
    private CreateSessionException withDnsPolicy(CreateSessionException e) {
        if (!(e.getCause() instanceof UnknownHostException unknown)) {
            return e;
        }
        String name = String.valueOf(unknown.getMessage());
        String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
        return e.saying(
                "the pod cannot resolve " + shown
                        + (CLUSTER_DNS.contains(dnsPolicy)
                                ? " by the cluster's DNS (dnsPolicy " + dnsPolicy
                                        + "). Check the cluster's DNS and the NetworkPolicies for port 53, and whether the name exists"
                                : ": its dnsPolicy is " + dnsPolicy
                                        + ". Choose a dnsPolicy or a dnsConfig that resolves the name, or an aws.endpoint or proxy whose name the pod can resolve"));
    }

    private static List<X509Certificate> chain(IssuedRole role) throws GeneralSecurityException {
        List<X509Certificate> chain = new ArrayList<>();
        for (byte[] der : role.chain()) {
            chain.add(parse(der));
        }
        return chain;
    }

    private static X509Certificate parse(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
