package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.authorities.acmpca.PrivateCa;
import dev.rolesanywhere.authorities.aws.AwsClients;
import dev.rolesanywhere.client.arn.Arn;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AcmPca;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.rotation.RecordedAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;

/** A CA of AWS Private CA. */
@Singleton
public class AcmPcaSource implements AuthoritySource {
    private final CertificateAuthorityLoader loader;
    private final ServiceClients<AcmPcaClient> clients;

    @Inject
    public AcmPcaSource(
            Clock clock, SecureRandom random, AwsCredentialsProvider credentials, EgressResolver egressResolver) {
        this(
                clock,
                random,
                new ServiceClients<>(
                        egressResolver,
                        (region, egress) -> AwsClients.build(
                                AcmPcaClient.builder().credentialsProvider(credentials), region, egress, null)));
    }

    AcmPcaSource(Clock clock, SecureRandom random, ServiceClients<AcmPcaClient> clients) {
        this.loader = new CertificateAuthorityLoader(clock, random);
        this.clients = clients;
    }

    @Override
    public boolean serves(CertificateAuthoritySpec spec) {
        return spec.acmPca() != null;
    }

    @Override
    public LoadedAuthority load(AWSTrustAnchor anchor, RecordedAuthority recorded) {
        AcmPca wanted =
                Objects.requireNonNull(anchor.getSpec().certificateAuthority().acmPca());
        Arn arn = Arn.of(wanted.certificateAuthorityARN());
        String template = wanted.templateARN() == null ? AcmPca.DEFAULT_TEMPLATE : wanted.templateARN();
        try {
            return new PrivateCa(
                            clients.of(arn.region(), anchor),
                            loader.forLeavesOf(anchor.getSpec().trustDomain()),
                            wanted.certificateAuthorityARN(),
                            template.replaceFirst("^arn:aws:", "arn:" + arn.partition() + ":"))
                    .load();
        } catch (UnusableAuthorityException e) {
            return e.unusable();
        }
    }
}
