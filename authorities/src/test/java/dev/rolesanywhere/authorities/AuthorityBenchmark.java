package dev.rolesanywhere.authorities;

import dev.rolesanywhere.authorities.acmpca.MotoPrivateCa;
import dev.rolesanywhere.authorities.acmpca.PrivateCa;
import dev.rolesanywhere.authorities.aws.AwsClients;
import dev.rolesanywhere.authorities.aws.AwsEgress;
import dev.rolesanywhere.authorities.aws.Moto;
import dev.rolesanywhere.authorities.awskms.KmsKey;
import dev.rolesanywhere.authorities.pkcs11.SoftHsm;
import dev.rolesanywhere.authorities.pkcs11.TokenKey;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.authority.CertificateAuthorityLoader;
import dev.rolesanywhere.pki.authority.CheckedAuthority;
import dev.rolesanywhere.pki.authority.LoadedAuthority;
import dev.rolesanywhere.pki.authority.SelfSignedAuthorities;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import dev.rolesanywhere.pki.key.KeySpec;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Signature;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityUsageMode;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * {@code make authority-rate}: leaves per second and their times (median, 99th percentile), compared with raw P-256
 * signatures, on one thread. Measures nothing of AWS: moto replaces KMS and Private CA.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AuthorityBenchmark {
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", "example"));

    private interface Once {
        Object run() throws Exception;
    }

    @Param({"raw", "selfSigned", "pkcs11", "awsKms", "acmPca"})
    public String kind = "raw";

    private Once once = () -> kind;

    @Setup
    public void authority() throws Exception {
        once = switch (kind) {
            case "raw" -> raw();
            case "selfSigned" -> leaves(selfSigned());
            case "pkcs11" -> leaves(pkcs11());
            case "awsKms" -> leaves(kms());
            case "acmPca" -> leavesOfManyPods(acmPca());
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @Benchmark
    public Object signature() throws Exception {
        return once.run();
    }

    private static Once raw() {
        KeyPair keys = KeySpec.P256.generate(Pods.RANDOM);
        byte[] message = new byte[600];
        return () -> {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate(), Pods.RANDOM);
            signature.update(message);
            return signature.sign();
        };
    }

    private static Once leaves(CertificateAuthority authority) {
        var template = new Pods().template();
        return () -> authority.issue(template);
    }

    /** Private CA answers a repeated request with the same certificate. */
    private static Once leavesOfManyPods(CertificateAuthority authority) {
        return () -> authority.issue(new Pods().template());
    }

    private static CertificateAuthority selfSigned() {
        Map<String, byte[]> secret = new HashMap<>();
        new SelfSignedAuthorities(Pods.CLOCK, Pods.RANDOM)
                .generate("prod.example.org", 1, KeySpec.P256, SelfSignedAuthorities.DEFAULT_LIFETIME)
                .secretData()
                .forEach((entry, text) -> secret.put(entry, text.getBytes(StandardCharsets.US_ASCII)));
        return usable(loader().load(secret));
    }

    private static CertificateAuthority pkcs11() throws Exception {
        SoftHsm hsm = SoftHsm.shared();
        hsm.authority("benchmark", "secp256r1");
        TokenKey key = new TokenKey(hsm.uri("benchmark"), Pods.PIN.toCharArray());
        return new CheckedAuthority(usable(loader().load(key.path(), key)), new CountingObserver());
    }

    private static CertificateAuthority acmPca() {
        AcmPcaClient pca = AwsClients.build(
                AcmPcaClient.builder().credentialsProvider(CREDENTIALS),
                "eu-west-1",
                AwsEgress.DIRECT,
                Moto.endpoint());
        String arn = MotoPrivateCa.installed(pca, CertificateAuthorityUsageMode.GENERAL_PURPOSE);
        String template = "arn:aws:acm-pca:::template/BlankEndEntityCertificate_APIPassthrough/V1";
        return new CheckedAuthority(usable(new PrivateCa(pca, loader(), arn, template).load()), new CountingObserver());
    }

    private static CertificateAuthority kms() {
        KmsClient kms = AwsClients.build(
                KmsClient.builder().credentialsProvider(CREDENTIALS), "eu-west-1", AwsEgress.DIRECT, Moto.endpoint());
        KmsKey key = new KmsKey(
                kms,
                kms.createKey(request -> request.keySpec(
                                        software.amazon.awssdk.services.kms.model.KeySpec.ECC_NIST_P256)
                                .keyUsage("SIGN_VERIFY"))
                        .keyMetadata()
                        .arn());
        String certificate = CertificatePem.encode(new SelfSignedAuthorities(Pods.CLOCK, Pods.RANDOM)
                .certify("prod.example.org", 1, key, SelfSignedAuthorities.DEFAULT_LIFETIME));
        return new CheckedAuthority(
                usable(loader().load(Map.of("tls.crt", certificate.getBytes(StandardCharsets.US_ASCII)), key)),
                new CountingObserver());
    }

    private static CertificateAuthorityLoader loader() {
        return new CertificateAuthorityLoader(Pods.CLOCK, Pods.RANDOM);
    }

    private static CertificateAuthority usable(LoadedAuthority loaded) {
        return ((LoadedAuthority.Usable) loaded).authority();
    }
}
