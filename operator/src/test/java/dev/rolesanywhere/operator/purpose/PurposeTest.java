package dev.rolesanywhere.operator.purpose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.contract.Annotations;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PurposeTest {
    @Test
    void an_unannotated_secret_is_used_for_nothing() {
        for (Purpose purpose : Purpose.values()) {
            assertThat(purpose.allows(null, "default")).isFalse();
            assertThat(purpose.allows(Map.of(), "default")).isFalse();
        }
    }

    @Test
    void a_secret_may_be_used_only_by_the_trust_anchors_in_its_annotation() {
        Map<String, String> annotations = Map.of(Annotations.CERTIFICATE_AUTHORITY_OF, "default, second");

        assertThat(Purpose.CERTIFICATE_AUTHORITY.allows(annotations, "default")).isTrue();
        assertThat(Purpose.CERTIFICATE_AUTHORITY.allows(annotations, "second")).isTrue();
        assertThat(Purpose.CERTIFICATE_AUTHORITY.allows(annotations, "defaul")).isFalse();
        assertThat(Purpose.CERTIFICATE_AUTHORITY.allows(annotations, "")).isFalse();
    }

    @Test
    void a_secret_for_one_use_is_not_meant_for_another() {
        Map<String, String> annotations = Map.of(Annotations.CERTIFICATE_AUTHORITY_OF, "default");

        assertThat(Purpose.PIN.allows(annotations, "default")).isFalse();
        assertThat(Purpose.PROXY.allows(annotations, "default")).isFalse();
    }
}
