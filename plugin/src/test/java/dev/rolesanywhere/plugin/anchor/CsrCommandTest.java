package dev.rolesanywhere.plugin.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class CsrCommandTest {
    @Test
    void the_csr_of_an_intermediate_is_printed() {
        assertThat(CsrCommand.request(anchor("{intermediate: {}}", "{certificateSigningRequest: CSR}")))
                .isEqualTo("CSR");
    }

    @Test
    void an_intermediate_without_a_csr_names_the_next_command() {
        assertThatThrownBy(() -> CsrCommand.request(anchor("{intermediate: {}}", "{}")))
                .hasMessageContaining("kubectl describe awsta corporate");
    }

    @Test
    void another_kind_of_authority_names_the_kind_with_a_csr() {
        assertThatThrownBy(() -> CsrCommand.request(anchor("{selfSigned: {}}", "{}")))
                .hasMessageContaining("AWSTrustAnchor corporate has no CSR")
                .hasMessageContaining("certificateAuthority.intermediate");
    }

    private static AWSTrustAnchor anchor(String authority, String status) {
        return Serialization.unmarshal("""
            metadata: {name: corporate}
            spec: {trustDomain: x, certificateAuthority: %s}
            status: %s
            """.formatted(authority, status), AWSTrustAnchor.class);
    }
}
