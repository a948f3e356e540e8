package dev.rolesanywhere.operator.binding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rolesanywhere.crds.binding.BindingCondition.Reason;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.binding.BindingFacts.Obstacle;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleForBindingTest {
    private static final String ROLE = """
            roleARN: arn:aws:iam::111122223333:role/first
            sessionDuration: 6h
            allowedNamespaces: {names: [shop]}
            """;

    private static final Optional<AWSTrustAnchor> WITHOUT_SECRET =
            Optional.of(Serialization.unmarshal("""
            metadata: {name: default}
            spec: {trustDomain: x, certificateAuthority: {selfSigned: {}}}
            status:
              conditions:
              - {type: Ready, status: "False", reason: CertificateAuthorityNotReady, message: m, lastTransitionTime: "2026-01-01T00:00:00Z"}
              - {type: CertificateAuthorityReady, status: "False", reason: SecretNotFound, message: m, lastTransitionTime: "2026-01-01T00:00:00Z"}
            """, AWSTrustAnchor.class));

    @Test
    void without_a_target_role_pods_get_the_role_itself() throws Exception {
        BindingFacts.Role role = of("");

        assertThat(role.roleARN()).isEqualTo("arn:aws:iam::111122223333:role/first");
        assertThat(role.account()).isEqualTo("111122223333");
        assertThat(role.sessionDuration()).isEqualTo("6h");
        assertThat(role.targetSession()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"'', 1h", "', sessionDuration: 30m', 30m"})
    void with_a_target_role_pods_get_its_session(String duration, String session) throws Exception {
        BindingFacts.Role role = of("targetRole: {roleARN: 'arn:aws:iam::444455556666:role/target'" + duration + "}");

        assertThat(role.roleARN()).isEqualTo("arn:aws:iam::444455556666:role/target");
        assertThat(role.account()).isEqualTo("444455556666");
        assertThat(role.targetSession()).isEqualTo(session);
    }

    private static BindingFacts.Role of(String target) throws Exception {
        AWSRole role = new AWSRole();
        role.setSpec(new ObjectMapper(new YAMLFactory()).readValue(ROLE + target, AWSRoleSpec.class));
        return RoleForBinding.of(role, "shop", Optional.empty(), Optional.empty());
    }

    @Test
    void of_a_trust_anchor_that_is_not_ready_it_is_the_trust_anchor() {
        assertThat(obstacle("TrustAnchorNotReady", WITHOUT_SECRET))
                .isEqualTo(new Obstacle(Reason.TrustAnchorNotReady, "SecretNotFound", "Do this."));
    }

    @Test
    void of_a_trust_anchor_that_was_deleted_since_it_is_still_the_trust_anchor() {
        assertThat(obstacle("TrustAnchorNotReady", Optional.empty()))
                .isEqualTo(new Obstacle(Reason.TrustAnchorNotReady, null, "Do this."));
    }

    @Test
    void of_settings_of_the_role_it_is_the_role() {
        assertThat(obstacle("EgressNotAllowed", WITHOUT_SECRET))
                .isEqualTo(new Obstacle(Reason.RoleNotReady, "EgressNotAllowed", "Do this."));
    }

    @Test
    void a_role_without_a_status_is_not_ready_for_no_known_cause() {
        assertThat(RoleForBinding.of(role(""), "shop", Optional.empty(), Optional.empty())
                        .obstacle())
                .isEqualTo(new Obstacle(Reason.RoleNotReady, null, "the operator has not processed it yet."));
    }

    private static Obstacle obstacle(String reason, Optional<AWSTrustAnchor> anchor) {
        AWSRole role = role("""
            status:
              conditions:
              - {type: Ready, status: "False", reason: %s, message: Do this., lastTransitionTime: "2026-01-01T00:00:00Z"}
            """.formatted(reason));
        return RoleForBinding.of(role, "shop", Optional.empty(), anchor).obstacle();
    }

    private static AWSRole role(String status) {
        return Serialization.unmarshal("""
            metadata: {name: reader}
            spec: {roleARN: "arn:aws:iam::111122223333:role/reader", allowedNamespaces: {names: [shop]}}
            """ + status, AWSRole.class);
    }
}
