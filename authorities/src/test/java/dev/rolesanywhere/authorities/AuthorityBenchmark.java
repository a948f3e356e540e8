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
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityUsageMode;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Leaves a second and their 99th percentile, beside raw P-256 signatures. {@code mvn -pl authorities -am test -Dtest=AuthorityBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}; by its name it is no part of the build. Shows nothing about AWS: moto stands in for KMS and Private CA.
 */
class AuthorityBenchmark {
    private static final int WARM_UP = 300;
    private static final int ROUNDS = 1000;
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", "example"));

    private interface Once {
        void run() throws Exception;
    }

    @Test
    void compare() throws Exception {
        System.out.printf("one thread, %d leaves after %d to warm up, P-256 throughout%n", ROUNDS, WARM_UP);
        double raw = measure("raw P-256 signature", 0, raw());
        measure("selfSigned", raw, leaves(selfSigned()));
        measure("pkcs11 (SoftHSM)", raw, leaves(pkcs11()));
        measure("awsKms (moto, same machine)", raw, leaves(kms()));
        measure("acmPca (moto, same machine)", raw, leavesOfManyPods(acmPca()));
    }

    private static double measure(String what, double raw, Once once) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            once.run();
        }
        long[] nanos = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            once.run();
            nanos[i] = System.nanoTime() - start;
        }
        double second = ROUNDS * 1e9 / Arrays.stream(nanos).sum();
        Arrays.sort(nanos);
        System.out.printf(
                "%-28s %8.0f/s  p99 %7.2f ms  1/%.1f of raw%n",
                what, second, nanos[ROUNDS * 99 / 100] / 1e6, raw == 0 ? 1 : raw / second);
        return second;
    }

    private static Once raw() {
        KeyPair keys = KeySpec.P256.generate(Pods.RANDOM);
        byte[] message = new byte[600];
        return () -> {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate(), Pods.RANDOM);
            signature.update(message);
            signature.sign();
        };
    }

    private static Once leaves(CertificateAuthority authority) {
        var template = new Pods().template();
        return () -> authority.issue(template);
    }

    /** Private CA answers the same request with the certificate that it made before. */
    private static Once leavesOfManyPods(CertificateAuthority authority) {
        var templates = Stream.generate(() -> new Pods().template())
                .limit(WARM_UP + ROUNDS)
                .iterator();
        return () -> authority.issue(templates.next());
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
