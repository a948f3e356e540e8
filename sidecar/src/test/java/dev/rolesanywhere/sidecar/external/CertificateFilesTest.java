package dev.rolesanywhere.sidecar.external;

import static dev.rolesanywhere.sidecar.external.TestIssuer.NOW;
import static dev.rolesanywhere.sidecar.external.TestIssuer.pem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rolesanywhere.client.signing.SigningIdentity;
import dev.rolesanywhere.sidecar.external.TestIssuer.Wish;
import dev.rolesanywhere.sidecar.issuing.IssuedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateFilesTest {
    private static final IssuedFiles SEPARATE =
            new IssuedFiles("SPIRE", "spire", "tls.crt", "tls.key", "spiffe://example.org/ns/shop/sa/orders");
    private static final IssuedFiles BUNDLE = new IssuedFiles(
            "the kubelet", "spire", "bundle.pem", "bundle.pem", "spiffe://example.org/ns/shop/sa/orders");

    @TempDir
    Path directories;

    /** A change while the sidecar waits for its second read. */
    private final Deque<Happening> happenings = new ArrayDeque<>();

    private int pauses;
    private Path volume;
    private TestIssuer root;
    private KeyPair keys;

    private interface Happening {
        void happen() throws Exception;
    }

    @BeforeEach
    void prepare() throws Exception {
        volume = Files.createDirectory(directories.resolve("spire"));
        root = TestIssuer.root("root");
        keys = TestIssuer.ec();
    }

    @Test
    void a_leaf_is_read_with_its_intermediates_and_without_the_root() throws Exception {
        TestIssuer intermediate = root.intermediate("intermediate");
        X509Certificate leaf = intermediate.leaf(Wish.good(keys));
        write("tls.crt", pem(leaf, intermediate.certificate(), root.certificate()), "rw-r--r--");
        write("tls.key", pem(keys.getPrivate()), "rw-r-----");

        SigningIdentity identity = read(SEPARATE);

        assertThat(identity.leaf()).isEqualTo(leaf);
        assertThat(identity.chain()).containsExactly(intermediate.certificate());
        assertThat(identity.key()).isEqualTo(keys.getPrivate());
    }

    @Test
    void one_file_may_contain_key_and_chain_like_kubernetes_projection() throws Exception {
        X509Certificate leaf = root.leaf(Wish.good(keys));
        write("bundle.pem", pem(keys.getPrivate()) + pem(leaf), "rw-r-----");

        assertThat(read(BUNDLE).leaf()).isEqualTo(leaf);
    }

    /** cert-manager's CSI driver writes PKCS#1 unless it is configured otherwise. */
    @Test
    void keys_of_older_forms_are_read() throws Exception {
        KeyPair rsa = TestIssuer.rsa();
        write("tls.crt", pem(root.leaf(Wish.good(rsa))), "rw-r--r--");
        write("tls.key", pem("RSA PRIVATE KEY", inner(rsa)), "rw-------");
        assertThat(read(SEPARATE).key()).isEqualTo(rsa.getPrivate());

        write("tls.crt", pem(root.leaf(Wish.good(keys))), "rw-r--r--");
        write("tls.key", pem("EC PRIVATE KEY", inner(keys)), "rw-------");
        assertThat(read(SEPARATE).key()).isEqualTo(keys.getPrivate());
    }

    private static byte[] inner(KeyPair pair) throws IOException {
        return PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
    }

    /** The kubelet writes into a separate directory and changes one link; spiffe-helper renames each file. */
    @Test
    void each_read_uses_the_present_files() throws Exception {
        X509Certificate first = root.leaf(Wish.good(keys));
        Path one = Files.createDirectory(volume.resolve("..one"));
        Files.writeString(one.resolve("bundle.pem"), pem(keys.getPrivate()) + pem(first));
        protect(one.resolve("bundle.pem"), "rw-r-----");
        link("..data", "..one");
        Files.createSymbolicLink(volume.resolve("bundle.pem"), Path.of("..data/bundle.pem"));
        assertThat(read(BUNDLE).leaf()).isEqualTo(first);

        KeyPair next = TestIssuer.ec();
        X509Certificate second = root.leaf(Wish.good(next));
        Path two = Files.createDirectory(volume.resolve("..two"));
        Files.writeString(two.resolve("bundle.pem"), pem(next.getPrivate()) + pem(second));
        protect(two.resolve("bundle.pem"), "rw-r-----");
        link("..data", "..two");
        assertThat(read(BUNDLE).leaf()).isEqualTo(second);
        assertThat(pauses).isZero();
    }

    private void link(String name, String target) throws IOException {
        Path temporary = volume.resolve(name + "_tmp");
        Files.createSymbolicLink(temporary, Path.of(target));
        Files.move(
                temporary, volume.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void files_that_do_not_match_are_read_a_second_time() throws Exception {
        good();
        KeyPair next = TestIssuer.ec();
        X509Certificate second = root.leaf(Wish.good(next));
        write("tls.key", pem(next.getPrivate()), "rw-------");
        happenings.add(() -> {});
        happenings.add(() -> write("tls.crt", pem(second), "rw-r--r--"));

        assertThat(read(SEPARATE).leaf()).isEqualTo(second);
        assertThat(pauses).isEqualTo(2);
    }

    @Test
    void a_half_written_file_is_read_a_second_time() throws Exception {
        X509Certificate leaf = root.leaf(Wish.good(keys));
        String whole = pem(leaf);
        write("tls.key", pem(keys.getPrivate()), "rw-------");
        write("tls.crt", whole.substring(0, whole.length() / 2), "rw-r--r--");
        happenings.add(() -> write("tls.crt", whole, "rw-r--r--"));

        assertThat(read(SEPARATE).leaf()).isEqualTo(leaf);
    }

    @Test
    void files_that_come_late_are_waited_for() throws Exception {
        happenings.add(() -> write("tls.crt", pem(root.leaf(Wish.good(keys))), "rw-r--r--"));
        happenings.add(() -> write("tls.key", pem(keys.getPrivate()), "rw-------"));

        assertThat(read(SEPARATE).key()).isEqualTo(keys.getPrivate());
    }

    @Test
    void the_owner_of_a_missing_file_is_named() {
        assertThatExceptionOfType(CertificateFilesException.class)
                .isThrownBy(() -> read(SEPARATE))
                .withMessage(volume.resolve("tls.crt") + " does not exist: SPIRE must write it")
                .satisfies(e -> assertThat(e.refusal().reason()).isEqualTo("CertificateFilesMissing"));
        assertThat(pauses).isEqualTo(19);
    }

    @Test
    void a_pod_without_the_volume_gets_the_advice_to_recreate_it() throws Exception {
        Files.delete(volume);

        assertThatExceptionOfType(CertificateFilesException.class)
                .isThrownBy(() -> read(SEPARATE))
                .withMessageContaining("no volume with the certificates of AWSTrustAnchor spire")
                .withMessageContaining("recreate the pod");
    }

    @Test
    void a_key_of_another_leaf_is_named_after_a_while() throws Exception {
        good();
        write("tls.key", pem(TestIssuer.ec().getPrivate()), "rw-------");

        assertThatExceptionOfType(CertificateFilesException.class)
                .isThrownBy(() -> read(SEPARATE))
                .withMessage("the key in " + volume.resolve("tls.key")
                        + " does not belong to the certificate: SPIRE must write both")
                .satisfies(e -> assertThat(e.refusal().reason()).isEqualTo("CertificateFilesInvalid"));
        assertThat(pauses).isEqualTo(19);
    }

    @ParameterizedTest
    @MethodSource("exposed")
    void a_key_that_others_may_use_is_rejected(String mode) throws Exception {
        good();
        protect(volume.resolve("tls.key"), mode);

        assertThatExceptionOfType(CertificateFilesException.class)
                .isThrownBy(() -> read(SEPARATE))
                .withMessageContaining("tls.key, because its mode is " + mode)
                .withMessageContaining("fsGroup")
                .withMessageContaining("SPIRE must");
        assertThat(pauses).isZero();
    }

    static Stream<String> exposed() {
        return Stream.of("rw-r--r--", "rw----r--", "rw-rw-rw-", "rw-----w-");
    }

    @Test
    void an_encrypted_key_is_named_and_not_quoted() throws Exception {
        good();
        write("tls.key", pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}), "rw-------");

        assertThatExceptionOfType(CertificateFilesException.class)
                .isThrownBy(() -> read(SEPARATE))
                .withMessageContaining("is encrypted: SPIRE must write it without a password");
    }

    @Test
    void a_damaged_key_is_not_quoted() throws Exception {
        good();
        String damaged = pem("PRIVATE KEY", Arrays.copyOf(keys.getPrivate().getEncoded(), 40));
        write("tls.key", damaged, "rw-------");

        assertThatExceptionOfType(CertificateFilesException.class)
                .isThrownBy(() -> read(SEPARATE))
                .withMessageNotContaining(damaged.split("\n", -1)[1].substring(0, 20))
                .withNoCause();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                wrong("expired at", leaf -> leaf.valid(NOW.minusSeconds(7200), NOW.minusSeconds(1))),
                wrong("is not valid before", leaf -> leaf.valid(NOW.plusSeconds(60), NOW.plusSeconds(7200))),
                wrong("belongs to a CA", Wish::authority),
                wrong("lacks the key usage digitalSignature", leaf -> leaf.used(0)),
                wrong("lacks the key usage digitalSignature", leaf -> leaf.used(KeyUsage.keyEncipherment)),
                wrong("lacks the extended key usage clientAuth", leaf -> leaf.meant(KeyPurposeId.id_kp_serverAuth)),
                wrong("is for no SPIFFE ID", Wish::named),
                wrong(
                        "is for spiffe://example.org/ns/shop/sa/other, but the IAM role accepts spiffe://example.org/ns/shop/sa/orders",
                        leaf -> leaf.named("spiffe://example.org/ns/shop/sa/other")),
                wrong(
                        "is for spiffe://example.org/ns/shop/sa/orders, spiffe://example.org/admin",
                        leaf -> leaf.named("spiffe://example.org/ns/shop/sa/orders", "spiffe://example.org/admin")));
    }

    private static Arguments wrong(String message, UnaryOperator<Wish> change) {
        return Arguments.of(message, change);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void a_leaf_that_aws_or_the_trust_policy_refuses_is_not_used(String message, UnaryOperator<Wish> change)
            throws Exception {
        write("tls.key", pem(keys.getPrivate()), "rw-------");
        write("tls.crt", pem(root.leaf(change.apply(Wish.good(keys)))), "rw-r--r--");

        assertThatExceptionOfType(CertificateFilesException.class)
                .isThrownBy(() -> read(SEPARATE))
                .withMessageContaining(message)
                .withMessageContaining("SPIRE");
        assertThat(pauses).isZero();
    }

    @Test
    void a_leaf_without_extended_key_usage_may_be_used() throws Exception {
        write("tls.key", pem(keys.getPrivate()), "rw-------");
        write("tls.crt", pem(root.leaf(Wish.good(keys).meant(null))), "rw-r--r--");

        assertThat(read(SEPARATE).key()).isEqualTo(keys.getPrivate());
    }

    @Test
    void a_signature_with_sha_1_is_rejected() throws Exception {
        write("tls.key", pem(keys.getPrivate()), "rw-------");
        write("tls.crt", pem(root.signingWith("SHA1withECDSA").leaf(Wish.good(keys))), "rw-r--r--");

        assertThatExceptionOfType(CertificateFilesException.class)
                .isThrownBy(() -> read(SEPARATE))
                .withMessageContaining("is signed with SHA1withECDSA, but AWS requires SHA-256 or better");
    }

    @Test
    void a_chain_that_is_out_of_order_or_of_another_ca_is_rejected() throws Exception {
        write("tls.key", pem(keys.getPrivate()), "rw-------");
        write("tls.crt", pem(root.leaf(Wish.good(keys)), TestIssuer.root("root").certificate()), "rw-r--r--");

        assertThatExceptionOfType(CertificateFilesException.class)
                .isThrownBy(() -> read(SEPARATE))
                .withMessageContaining("certificate 2 is not the issuer of the one before it");
    }

    private void good() throws Exception {
        write("tls.crt", pem(root.leaf(Wish.good(keys))), "rw-r--r--");
        write("tls.key", pem(keys.getPrivate()), "rw-------");
    }

    private SigningIdentity read(IssuedFiles files) throws CertificateFilesException, InterruptedException {
        return new CertificateFiles(directories, this::pause).read(files, NOW);
    }

    private void pause() {
        pauses++;
        if (!happenings.isEmpty()) {
            try {
                happenings.remove().happen();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private void write(String name, String text, String mode) throws IOException {
        Path temporary = volume.resolve(name + ".tmp");
        Files.writeString(temporary, text);
        protect(temporary, mode);
        Files.move(
                temporary, volume.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void protect(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
