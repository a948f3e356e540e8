package dev.rolesanywhere.pki.key;

import static dev.rolesanywhere.pki.TestCertificate.bytes;
import static dev.rolesanywhere.pki.TestCertificate.ec;
import static dev.rolesanywhere.pki.TestCertificate.rsa;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rolesanywhere.pki.TestCertificate;
import java.io.StringWriter;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyPemTest {
    private static final PrivateKey KEY = ec("secp256r1").getPrivate();

    static Stream<KeyPair> pairs() {
        return Stream.of(ec("secp256r1"), ec("secp521r1"), rsa(2048));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void a_key_comes_back_as_it_was_written(KeyPair pair) {
        PrivateKey key = pair.getPrivate();
        assertThat(PrivateKeyPem.decode(bytes(PrivateKeyPem.encode(key))))
                .isEqualTo(new PrivateKeyPem.Content.Key(key));
    }

    @Test
    void an_RSA_key_in_the_old_form_of_openssl_is_read() throws Exception {
        PrivateKey key = rsa(2048).getPrivate();
        assertThat(PrivateKeyPem.decode(pem(new JcaMiscPEMGenerator(key))))
                .isEqualTo(new PrivateKeyPem.Content.Key(key));
    }

    @Test
    void lines_have_at_most_64_characters() {
        assertThat(PrivateKeyPem.encode(rsa(2048).getPrivate()).lines())
                .allMatch(line -> line.length() <= 64)
                .startsWith("-----BEGIN PRIVATE KEY-----")
                .endsWith("-----END PRIVATE KEY-----");
    }

    @Test
    void a_key_that_cannot_be_exported_is_not_written() {
        assertThatIllegalArgumentException().isThrownBy(() -> PrivateKeyPem.encode(new HeldKey()));
    }

    @Test
    void other_blocks_before_a_key_are_skipped() throws Exception {
        String parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
        assertThat(PrivateKeyPem.decode(bytes(parameters + PrivateKeyPem.encode(KEY))))
                .isEqualTo(new PrivateKeyPem.Content.Key(KEY));
    }

    @Test
    void of_two_keys_the_first_counts() {
        String other = PrivateKeyPem.encode(rsa(2048).getPrivate());
        assertThat(PrivateKeyPem.decode(bytes(PrivateKeyPem.encode(KEY) + other)))
                .isEqualTo(new PrivateKeyPem.Content.Key(KEY));
    }

    @Test
    void an_encrypted_key_is_recognized_in_both_forms() throws Exception {
        assertThat(PrivateKeyPem.decode(pem(new JcaPKCS8Generator(
                        KEY,
                        new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                                .setProvider(new BouncyCastleProvider())
                                .setPassword("secret".toCharArray())
                                .build()))))
                .isEqualTo(new PrivateKeyPem.Content.Encrypted());
        assertThat(PrivateKeyPem.decode(pem(new JcaMiscPEMGenerator(
                        KEY,
                        new JcePEMEncryptorBuilder("AES-256-CBC")
                                .setProvider(new BouncyCastleProvider())
                                .build("secret".toCharArray())))))
                .isEqualTo(new PrivateKeyPem.Content.Encrypted());
    }

    @Test
    void a_key_that_is_neither_RSA_nor_EC_is_named() {
        PrivateKey edwards = TestCertificate.of("Ed25519").getPrivate();
        assertThat(PrivateKeyPem.decode(bytes(PrivateKeyPem.encode(edwards))))
                .isEqualTo(new PrivateKeyPem.Content.Unsupported("Ed25519"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n",
                "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----\n",
            })
    void a_text_without_a_key_is_unreadable(String text) {
        assertThat(PrivateKeyPem.decode(bytes(text))).isEqualTo(new PrivateKeyPem.Content.Unreadable());
    }

    @Test
    void the_text_of_a_key_shows_its_kind_only() {
        assertThat(PrivateKeyPem.decode(bytes(PrivateKeyPem.encode(KEY)))).hasToString("Key[EC]");
    }

    private static byte[] pem(PemObjectGenerator block) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(block);
        }
        return bytes(text.toString());
    }

    /** As a token holds it. */
    private static final class HeldKey implements PrivateKey {
        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    }
}
