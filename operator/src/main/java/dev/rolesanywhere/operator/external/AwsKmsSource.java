package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.authorities.aws.AwsClients;
import dev.rolesanywhere.authorities.awskms.KmsKey;
import dev.rolesanywhere.client.arn.Arn;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AwsKms;
import dev.rolesanywhere.crds.trustanchor.CertificateAuthoritySpec;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.ownobjects.StoredBundle;
import dev.rolesanywhere.operator.ownobjects.StoredSecret;
import dev.rolesanywhere.operator.rotation.AuthorityNames;
import dev.rolesanywhere.operator.rotation.AuthorityStore;
import dev.rolesanywhere.operator.rotation.RecordedAuthority;
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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.kms.KmsClient;

/** A key in AWS KMS. Its CA certificate is created once and kept in a separate Secret. */
@Singleton
public class AwsKmsSource implements AuthoritySource {
    private static final int DIGITS = 16;

    private final AuthorityStore store;
    private final CertificateAuthorityLoader loader;
    private final SelfSignedAuthorities authorities;
    private final ServiceClients<KmsClient> clients;

    @Inject
    public AwsKmsSource(
            AuthorityStore store,
            Clock clock,
            SecureRandom random,
            AwsCredentialsProvider credentials,
            EgressResolver egressResolver) {
        this(
                store,
                clock,
                random,
                new ServiceClients<>(
                        egressResolver,
                        (region, egress) -> AwsClients.build(
                                KmsClient.builder().credentialsProvider(credentials), region, egress, null)));
    }

    public AwsKmsSource(AuthorityStore store, Clock clock, SecureRandom random, ServiceClients<KmsClient> clients) {
        this.store = store;
        this.loader = new CertificateAuthorityLoader(clock, random);
        this.authorities = new SelfSignedAuthorities(clock, random);
        this.clients = clients;
    }

    @Override
    public boolean serves(CertificateAuthoritySpec spec) {
        return spec.awsKms() != null;
    }

    @Override
    public LoadedAuthority load(AWSTrustAnchor anchor, RecordedAuthority recorded) {
        AwsKms wanted =
                Objects.requireNonNull(anchor.getSpec().certificateAuthority().awsKms());
        String region = Arn.of(wanted.keyARN()).region();
        try {
            SigningKey key = new KmsKey(clients.of(region, anchor), wanted.keyARN());
            String secret = secret(anchor, wanted);
            StoredSecret kept = store.read(secret)
                    .or(() -> store.read(formerSecret(anchor)).filter(former -> isOf(former.data(), key)))
                    .orElseGet(() -> create(anchor, secret, certificate(anchor, wanted, key, recorded)));
            return loader.forLeavesOf(anchor.getSpec().trustDomain()).load(kept.data(), key);
        } catch (UnusableAuthorityException e) {
            return e.unusable();
        }
    }

    private StoredSecret create(AWSTrustAnchor anchor, String secret, String certificate) {
        store.create(anchor.getMetadata().getName(), secret, Map.of("tls.crt", certificate));
        return store.created(secret);
    }

    /** One Secret for each key, because an old key may sign while a new one waits. */
    static String secret(AWSTrustAnchor anchor, AwsKms wanted) {
        return formerSecret(anchor) + "-"
                + HexFormat.of().formatHex(sha256(wanted.keyARN())).substring(0, DIGITS);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The name from the time when a trust anchor had only one key. */
    private static String formerSecret(AWSTrustAnchor anchor) {
        return "awsta-" + anchor.getMetadata().getName() + "-kms";
    }

    /**
     * The published certificate, if it belongs to this key. A certificate is not secret, so losing its Secret need not
     * lose the CA.
     */
    private String certificate(AWSTrustAnchor anchor, AwsKms wanted, SigningKey key, RecordedAuthority recorded) {
        boolean renewed = recorded.fingerprint() != null
                && recorded.fingerprint().equals(AuthorityNames.annotation(anchor, Annotations.REPLACE_LOST_KEY));
        Optional<String> published = store.published(
                        AuthorityNames.own(anchor.getMetadata().getName()))
                .filter(_ -> !renewed)
                .flatMap(StoredBundle::pem)
                .flatMap(pem -> find(pem.getBytes(StandardCharsets.UTF_8), key))
                .map(CertificatePem::encode);
        return published.orElseGet(() -> CertificatePem.encode(authorities.certify(
                anchor.getSpec().trustDomain(),
                recorded.nextGeneration(),
                key,
                wanted.duration() == null
                        ? SelfSignedAuthorities.DEFAULT_LIFETIME
                        : WrittenDuration.parse(wanted.duration()))));
    }

    private static boolean isOf(Map<String, byte[]> kept, SigningKey key) {
        return find(kept.getOrDefault("tls.crt", new byte[0]), key).isPresent();
    }

    /** During a rotation, another CA's certificate may be in the same text. */
    private static Optional<X509Certificate> find(byte[] pem, SigningKey key) {
        PublicKey wanted = key.publicKey();
        try {
            return CertificatePem.decode(pem).stream()
                    .filter(certificate -> certificate.getPublicKey().equals(wanted))
                    .findFirst();
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }
}
