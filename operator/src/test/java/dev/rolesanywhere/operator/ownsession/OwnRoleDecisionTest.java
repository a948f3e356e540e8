package dev.rolesanywhere.operator.ownsession;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row by row: why the operator may not use an AWSRole itself. */
class OwnRoleDecisionTest {
    private static final String ID = "01234567-89ab-cdef-0123-456789abcdef";
    private static final String REGISTRATION = """
            registrations:
            - arn: arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/%1$s
              profileARN: arn:aws:rolesanywhere:eu-west-1:111122223333:profile/%1$s
            """.formatted(ID);

    @ParameterizedTest
    @ValueSource(strings = {"selfSigned: {}", "secretRef: {name: ca}"})
    void a_role_that_allows_the_operators_namespace_with_a_ca_outside_aws_is_used(String authority) {
        AWSRole role = role("arn:aws:iam::111122223333:role/operator");
        AWSTrustAnchor anchor = anchor(authority, REGISTRATION);

        OwnRole decided = decide(role, anchor, "system", null);

        assertThat(decided).isInstanceOfSatisfying(OwnRole.Usable.class, usable -> {
            assertThat(usable.anchor()).isSameAs(anchor);
            assertThat(usable.role()).isSameAs(role);
        });
    }

    @Test
    void a_role_that_is_missing_or_cannot_be_used_is_named() {
        assertThat(decide(null, null, "system", null))
                .isEqualTo(new OwnRole.Unusable(
                        "AWSRole 'own' does not exist. Apply it, or correct the chart's operator.awsRole."));
        assertThat(decide(role("operator"), anchor("selfSigned: {}", REGISTRATION), "system", null))
                .isEqualTo(new OwnRole.Unusable(
                        "AWSRole 'own' is unusable. spec.roleARN is not an IAM role's ARN. Write it like"
                                + " arn:aws:iam::111122223333:role/orders-reader."));
    }

    /** The first role's session would have other permissions than the AWSRole says. */
    @Test
    void a_role_with_a_target_role_is_not_used_as_its_first_role() {
        AWSRole role = role(
                "arn:aws:iam::111122223333:role/operator\ntargetRole: {roleARN: 'arn:aws:iam::444455556666:role/target'}");

        assertThat(decide(role, anchor("selfSigned: {}", REGISTRATION), "system", null))
                .isEqualTo(new OwnRole.Unusable(
                        "AWSRole 'own' has spec.targetRole, and the operator does not assume target roles. Set the chart's"
                                + " operator.awsRole to an AWSRole without spec.targetRole."));
    }

    @Test
    void the_operators_namespace_must_be_let_in_like_any_other() {
        assertThat(decide(
                        role("arn:aws:iam::111122223333:role/operator"),
                        anchor("selfSigned: {}", REGISTRATION),
                        "aws",
                        Map.of()))
                .isEqualTo(
                        new OwnRole.Unusable(
                                "AWSRole 'own' does not allow the operator's namespace. Add 'aws' to its spec.allowedNamespaces.names."));
    }

    @Test
    void a_trust_anchor_that_is_missing_is_named() {
        assertThat(decide(role("arn:aws:iam::111122223333:role/operator"), null, "system", null))
                .isEqualTo(
                        new OwnRole.Unusable(
                                "AWSRole 'own' refers to AWSTrustAnchor 'prod', which does not exist. Apply the AWSTrustAnchor."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "awsKms: {keyARN: 'arn:aws:kms:eu-west-1:111122223333:key/1'}",
                "acmPca: {certificateAuthorityARN: 'arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/0'}"
            })
    void a_ca_in_aws_cannot_sign_for_the_operators_own_credentials(String authority) {
        assertThat(decide(
                        role("arn:aws:iam::111122223333:role/operator"),
                        anchor(authority, REGISTRATION),
                        "system",
                        null))
                .isEqualTo(new OwnRole.Unusable(
                        "AWSTrustAnchor 'prod' cannot sign for the operator itself. Set the chart's operator.awsRole to an AWSRole of"
                                + " an AWSTrustAnchor with selfSigned, secretRef, pkcs11 or certManager."));
    }

    @Test
    void a_trust_anchor_without_a_registration_for_the_role_reports_the_missing_place() {
        for (String registrations : new String[] {"", REGISTRATION.replace("111122223333", "999999999999")}) {
            assertThat(decide(
                            role("arn:aws:iam::111122223333:role/operator"),
                            anchor("selfSigned: {}", registrations),
                            "system",
                            null))
                    .isInstanceOfSatisfying(OwnRole.Unusable.class, unusable -> assertThat(unusable.message())
                            .startsWith("AWSTrustAnchor 'prod' has no registration in ")
                            .contains("111122223333"));
        }
    }

    private static OwnRole decide(
            @Nullable AWSRole role,
            @Nullable AWSTrustAnchor anchor,
            String namespace,
            @Nullable Map<String, String> labels) {
        return OwnRoleDecision.decide("own", Optional.ofNullable(role), Optional.ofNullable(anchor), namespace, labels);
    }

    private static AWSRole role(String arn) {
        AWSRole role = new AWSRole();
        role.setMetadata(new ObjectMetaBuilder().withName("own").build());
        role.setSpec(read("""
                roleARN: %s
                trustAnchorRef: {name: prod}
                allowedNamespaces: {names: [system]}
                """.formatted(arn), AWSRoleSpec.class));
        return role;
    }

    private static AWSTrustAnchor anchor(String authority, String registrations) {
        AWSTrustAnchor anchor = new AWSTrustAnchor();
        anchor.setMetadata(new ObjectMetaBuilder().withName("prod").build());
        anchor.setSpec(read("""
                trustDomain: prod-1.example.org
                certificateAuthority: {%s}
                %s""".formatted(authority, registrations), AWSTrustAnchorSpec.class));
        return anchor;
    }

    private static <T> T read(String yaml, Class<T> type) {
        try {
            return new ObjectMapper(new YAMLFactory()).readValue(yaml, type);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
