package dev.rolesanywhere.client.arn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArnTest {
    @Test
    void a_trust_anchor_has_region_and_account() {
        String text =
                "arn:aws-cn:rolesanywhere:cn-north-1:111122223333:trust-anchor/01234567-89ab-cdef-0123-456789abcdef";
        Arn arn = Arn.trustAnchor(text);
        assertThat(arn.partition()).isEqualTo("aws-cn");
        assertThat(arn.region()).isEqualTo("cn-north-1");
        assertThat(arn.account()).isEqualTo("111122223333");
        assertThat(arn).hasToString(text);
    }

    @Test
    void an_alias_is_as_good() {
        assertThat(Arn.profile("arn:aws:rolesanywhere:eu-west-1:111122223333:alias/profile/prod")
                        .resource())
                .isEqualTo("alias/profile/prod");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders-reader", "arn:aws:iam", "arn::iam::1:role/x", "urn:aws:iam::1:role/x"})
    void what_is_no_arn_is_refused_with_an_example(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arn.parse(text))
                .withMessageContaining("arn:aws:iam::111122223333:role/orders-reader");
    }

    @Test
    void a_role_is_no_trust_anchor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arn.trustAnchor("arn:aws:iam::111122223333:role/orders-reader"))
                .withMessageContaining("trust-anchor/");
    }

    @Test
    void a_user_is_no_role() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arn.role("arn:aws:iam::111122223333:user/joe"))
                .withMessageContaining("IAM role");
    }
}
