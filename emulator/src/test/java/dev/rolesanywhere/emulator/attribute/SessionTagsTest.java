package dev.rolesanywhere.emulator.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.emulator.fixture.Scenario;
import dev.rolesanywhere.emulator.fixture.TestAuthority;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTagsTest {
    private static final TestAuthority AUTHORITY = TestAuthority.root("Test CA", Scenario.NOW);

    @Test
    void subject_issuer_and_alternative_names_become_tags() {
        assertThat(SessionTags.of(leaf(l -> {}), AttributeMapping.byDefault()).tags())
                .containsOnly(
                        java.util.Map.entry("x509Issuer/CN", "Test CA"),
                        java.util.Map.entry("x509Subject/O", "example.org"),
                        java.util.Map.entry("x509Subject/OU", "orders-reader"),
                        java.util.Map.entry("x509Subject/CN", "orders@shop"),
                        java.util.Map.entry("x509SAN/URI", "spiffe://example.org/ns/shop/sa/orders"));
    }

    @Test
    void values_of_one_attribute_are_joined_in_the_certificate_s_order() {
        assertThat(SessionTags.of(leaf(l -> l.subject = "OU=a,OU=b,CN=x"), AttributeMapping.byDefault())
                        .tags())
                .containsEntry("x509Subject/OU", "a/b");
    }

    @Test
    void only_the_first_name_of_a_type_is_mapped() {
        SessionTags tags = SessionTags.of(
                leaf(l -> l.names = List.of(
                        new GeneralName(GeneralName.dNSName, "a.example"),
                        new GeneralName(GeneralName.dNSName, "b.example"),
                        new GeneralName(GeneralName.rfc822Name, "x@example.org"),
                        new GeneralName(new X500Name("CN=first")),
                        new GeneralName(GeneralName.iPAddress, "10.0.0.1"))),
                AttributeMapping.byDefault());

        assertThat(tags.tags())
                .containsEntry("x509SAN/DNS", "a.example")
                .containsEntry("x509SAN/Name/CN", "first")
                .doesNotContainValue("x@example.org");
        assertThat(tags.rejected()).isEmpty();
        assertThat(tags.complaint()).endsWith("SAN: [ DNS/2 ]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", ")", "&", "'", "*", "#x", "%", "!"})
    void other_characters_than_those_of_tags_are_rejected(String character) {
        X509Certificate leaf = leaf(l -> l.subject = "OU=o,CN=a" + character);

        assertThat(SessionTags.of(leaf, AttributeMapping.byDefault()).rejected())
                .containsOnlyKeys(CertificateField.SUBJECT);
    }

    @Test
    void letters_of_any_script_are_tags() {
        assertThat(SessionTags.of(leaf(l -> l.subject = "CN=Zürich 東京_.:/\\=\\+-@"), AttributeMapping.byDefault())
                        .rejected())
                .isEmpty();
    }

    @Test
    void a_mapping_keeps_only_the_listed_attributes() {
        AttributeMapping mapping = AttributeMapping.byDefault()
                .with(CertificateField.SUBJECT, List.of("OU"))
                .without(CertificateField.ISSUER, List.of());

        assertThat(SessionTags.of(leaf(l -> {}), mapping).tags()).containsOnlyKeys("x509Subject/OU", "x509SAN/URI");
    }

    @Test
    void an_invalid_attribute_without_a_mapping_is_not_rejected() {
        AttributeMapping mapping = AttributeMapping.byDefault().with(CertificateField.SUBJECT, List.of("OU"));

        assertThat(SessionTags.of(leaf(l -> l.subject = "OU=o,CN=(x)"), mapping).rejected())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, CN=, 1", "61, CN=, 61", "62, '', 62", "64, '', 64"})
    void the_source_identity_is_the_common_name(int length, String prefix, int kept) {
        X509Certificate leaf = leaf(l -> l.subject = "OU=o,CN=" + "x".repeat(length));

        assertThat(SourceIdentity.of(leaf)).isEqualTo(prefix + "x".repeat(kept));
    }

    @Test
    void without_a_common_name_the_source_identity_is_the_serial_in_hex_of_even_length() {
        X509Certificate leaf = leaf(l -> {
            l.subject = "OU=o";
            l.serial = BigInteger.valueOf(291);
        });

        assertThat(SourceIdentity.of(leaf)).isEqualTo("ID=0123");
        assertThat(SourceIdentity.defaultSessionName(leaf)).isEqualTo("0123");
    }

    private static X509Certificate leaf(Consumer<TestAuthority.LeafShape> shape) {
        return AUTHORITY.leaf(Scenario.NOW, shape).certificate();
    }
}
