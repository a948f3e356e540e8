package dev.rolesanywhere.pki.authority;

import static dev.rolesanywhere.pki.TestCertificate.ec;
import static dev.rolesanywhere.pki.TestCertificate.named;
import static dev.rolesanywhere.pki.TestCertificate.rsa;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.pki.TestCertificate;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A key outside this process; here it is in memory, and each test says what the holder does with it. */
class HeldKeyMatchTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final TestCertificate CA = named("ca").make();

    static Stream<KeyPair> kinds() {
        return Stream.of(ec("secp256r1"), ec("secp384r1"), ec("secp521r1"), rsa(2048));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_holder_that_signs_with_the_certificates_key_matches(KeyPair keys) {
        TestCertificate ca = named("ca").keys(keys).make();

        assertThat(check(ca, holder(keys.getPublic(), keys))).isEmpty();
    }

    @Test
    void a_holder_of_another_key_does_not_match() {
        KeyPair other = ec("secp256r1");

        assertThat(check(CA, holder(other.getPublic(), other))).get().satisfies(unusable -> {
            assertThat(unusable.defect()).isEqualTo(AuthorityDefect.KeyMismatch);
            assertThat(unusable.message()).startsWith("the holder is not the key of 'CN=ca'");
        });
    }

    @Test
    void the_name_of_the_right_key_is_no_proof_without_its_signature() {
        assertThat(check(CA, holder(CA.certificate().getPublicKey(), ec("secp256r1"))))
                .get()
                .extracting(LoadedAuthority.Unusable::defect)
                .isEqualTo(AuthorityDefect.KeyMismatch);
        assertThat(check(CA, holder(CA.certificate().getPublicKey(), message -> new byte[] {1, 2, 3})))
                .get()
                .extracting(LoadedAuthority.Unusable::defect)
                .isEqualTo(AuthorityDefect.KeyMismatch);
    }

    @Test
    void a_certificate_with_a_key_that_nothing_here_signs_with_is_refused() {
        TestCertificate edwards =
                named("edwards").keys(TestCertificate.of("Ed25519")).make();

        assertThat(check(edwards, holder(edwards.certificate().getPublicKey(), edwards.keys())))
                .get()
                .satisfies(unusable -> {
                    assertThat(unusable.defect()).isEqualTo(AuthorityDefect.UnsupportedKey);
                    assertThat(unusable.message()).isEqualTo("The CA's key is EdDSA. Use EC P-256 or P-384, or RSA.");
                });
    }

    @Test
    void the_holders_own_reason_is_the_result() {
        assertThat(check(CA, holder(CA.certificate().getPublicKey(), message -> {
                    throw new UnusableAuthorityException(AuthorityDefect.AccessDenied, "kms:Sign is missing.", null);
                })))
                .contains(new LoadedAuthority.Unusable(AuthorityDefect.AccessDenied, "kms:Sign is missing."));
    }

    @Test
    void each_check_signs_another_message() {
        List<byte[]> messages = new ArrayList<>();
        SigningKey remembering = holder(CA.certificate().getPublicKey(), message -> {
            messages.add(message);
            return new byte[0];
        });
        check(CA, remembering);
        check(CA, remembering);

        assertThat(messages).hasSize(2).allMatch(message -> message.length == 32);
        assertThat(messages.getFirst()).isNotEqualTo(messages.getLast());
    }

    private static Optional<LoadedAuthority.Unusable> check(TestCertificate certificate, SigningKey holder) {
        return HeldKeyMatch.check(certificate.certificate(), holder, RANDOM);
    }

    private interface Signing {
        byte[] sign(byte[] message);
    }

    private static SigningKey holder(PublicKey named, KeyPair signing) {
        SigningKey memory = new KeyInMemory(signing.getPublic(), signing.getPrivate(), RANDOM);
        return holder(
                named,
                message ->
                        memory.sign(SignatureAlgorithm.of(signing.getPublic()).orElseThrow(), message));
    }

    private static SigningKey holder(PublicKey named, Signing signing) {
        return new SigningKey() {
            @Override
            public PublicKey publicKey() {
                return named;
            }

            @Override
            public byte[] sign(SignatureAlgorithm algorithm, byte[] message) {
                return signing.sign(message);
            }

            @Override
            public String toString() {
                return "the holder";
            }
        };
    }
}
