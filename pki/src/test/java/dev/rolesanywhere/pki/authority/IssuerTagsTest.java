package dev.rolesanywhere.pki.authority;

import static dev.rolesanywhere.pki.TestCertificate.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.pki.TestCertificate;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerTagsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "O=Acme\\, Inc.,CN=ca | O=Acme, Inc.",
                "O=Smith & Sons,CN=ca | O=Smith & Sons",
                "CN=Root \\#1 | CN=Root #1",
                "O=Acme,CN=Root (2) | CN=Root (2)",
                "O=Acme,OU=R\\\\D | OU=R\\D"
            })
    void an_invalid_session_tag_is_reported_with_the_mapping_to_delete(String name, String unfit) {
        assertThat(IssuerTags.warning(named(name).make().certificate()))
                .get()
                .asString()
                .contains("'" + unfit + "'", "delete-attribute-mapping --profile-id ID --certificate-field x509Issuer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CN=roles-anywhere prod-1.example.org 1", "O=Müller GmbH,CN=a_b.c:d/e=f+g@h"})
    void names_that_are_valid_session_tags_cause_no_warning(String name) {
        assertThat(IssuerTags.warning(named(name.replace("=f", "\\=f").replace("+g", "\\+g"))
                        .make()
                        .certificate()))
                .isEmpty();
    }

    @Test
    void a_name_that_is_not_text_is_reported() {
        assertThat(IssuerTags.warning(named(TestCertificate.notText()).make().certificate()))
                .get()
                .asString()
                .contains("O=bytes that are not text");
    }

    @Test
    void a_value_that_is_not_a_string_is_reported_as_its_text() {
        X500Name birth = new X500NameBuilder()
                .addRDN(BCStyle.DATE_OF_BIRTH, new DERGeneralizedTime("20000229120000+0100"))
                .addRDN(BCStyle.CN, "Root (2)")
                .build();

        assertThat(IssuerTags.warning(named(birth).make().certificate()))
                .get()
                .asString()
                .contains("'CN=Root (2)'");
    }

    @Test
    void a_name_that_is_longer_than_a_session_tag_is_reported() {
        assertThat(IssuerTags.warning(named("street=" + "x".repeat(257)).make().certificate()))
                .isPresent();
        assertThat(IssuerTags.warning(named("street=" + "x".repeat(256)).make().certificate()))
                .isEmpty();
    }
}
