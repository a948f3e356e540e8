package dev.rolesanywhere.operator.trustanchor;

import dev.rolesanywhere.authorities.aws.AwsClients;
import dev.rolesanywhere.authorities.awskms.KmsKey;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AwsKms;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthority;
import dev.rolesanywhere.operator.settings.WrittenDuration;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.authority.SigningKey;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.services.kms.KmsClient;

/** A key in AWS KMS, and the CA certificate that was made with it once and is kept in a Secret of its own. */
@Singleton
public class AwsKmsSource implements AuthoritySource {
    private static final int REGION = 3;

    private final AuthorityVault vault;
    private final CertificateAuthorityLoader loader;
    private final SelfSignedAuthorities authorities;
    private final Function<String, KmsClient> clients;
    private final Map<String, KmsClient> byRegion = new ConcurrentHashMap<>();

    @Inject
    public AwsKmsSource(AuthorityVault vault, Clock clock, SecureRandom random) {
        this(vault, clock, random, region -> AwsClients.build(KmsClient.builder(), region, null));
    }

    AwsKmsSource(AuthorityVault vault, Clock clock, SecureRandom random, Function<String, KmsClient> clients) {
        this.vault = vault;
        this.loader = new CertificateAuthorityLoader(clock, random);
        this.authorities = new SelfSignedAuthorities(clock, random);
        this.clients = clients;
    }

    @Override
    public boolean serves(CertificateAuthority spec) {
        return spec.awsKms() != null;
    }

    @Override
    public LoadedAuthority load(AWSTrustAnchor anchor, RecordedAuthority recorded) {
        AwsKms wanted =
                Objects.requireNonNull(anchor.getSpec().certificateAuthority().awsKms());
        String region = wanted.keyARN().split(":", -1)[REGION];
        SigningKey key = new KmsKey(byRegion.computeIfAbsent(region, clients), wanted.keyARN());
        try {
            String secret = secret(anchor);
            Map<String, byte[]> kept = vault.read(secret).orElseGet(() -> vault.createOrAdopt(
                            anchor.getMetadata().getName(),
                            secret,
                            Map.of("tls.crt", certificate(anchor, wanted, key, recorded)))
                    .data());
            return loader.load(kept, key);
        } catch (UnusableAuthorityException e) {
            return e.unusable();
        }
    }

    /** Of its own, so that a CA that was in this trust anchor's Secret before stays there. */
    static String secret(AWSTrustAnchor anchor) {
        return "awsta-" + anchor.getMetadata().getName() + "-kms";
    }

    /** The one that was published, if it is this key's: a certificate is no secret, and losing its Secret need not lose the CA. */
    private String certificate(AWSTrustAnchor anchor, AwsKms wanted, SigningKey key, RecordedAuthority recorded) {
        boolean renewed = recorded.fingerprint() != null
                && recorded.fingerprint().equals(AuthorityNames.annotation(anchor, Annotations.REPLACE_LOST_KEY));
        Optional<String> published = vault.published(
                        AuthorityNames.own(anchor.getMetadata().getName()))
                .filter(pem -> !renewed && isOf(pem, key));
        return published.orElseGet(() -> CertificatePem.encode(authorities.certify(
                anchor.getSpec().trustDomain(),
                recorded.nextGeneration(),
                key,
                wanted.duration() == null
                        ? SelfSignedAuthorities.DEFAULT_LIFETIME
                        : WrittenDuration.parse(wanted.duration()))));
    }

    private static boolean isOf(String pem, SigningKey key) {
        try {
            return CertificatePem.decode(pem.getBytes(StandardCharsets.UTF_8)).stream()
                    .findFirst()
                    .filter(certificate -> certificate.getPublicKey().equals(key.publicKey()))
                    .isPresent();
        } catch (CertificateException e) {
            return false;
        }
    }
}
