package dev.rolesanywhere.plugin.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerraformModuleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a | \"a\"", "a\"b | \"a\\\"b\"", "${x} | \"$${x}\"", "%{x} | \"%%{x}\"", "a\\b | \"a\\\\b\""})
    void quoted_text_is_never_a_template(String text, String quoted) {
        assertThat(Hcl.quoted(text)).isEqualTo(quoted);
    }

    @Test
    void the_module_has_the_anchors_names_and_only_its_own_roles() {
        AWSTrustAnchor anchor = Serialization.unmarshal("""
            metadata: {name: default}
            spec: {trustDomain: prod-1.example.org, certificateAuthority: {selfSigned: {}}}
            """, AWSTrustAnchor.class);
        assertThat(TerraformModule.of(
                        anchor, "PEM\nEND", List.of(role("reader", "default"), role("other", "elsewhere"))))
                .contains(
                        "name         = \"prod-1-example-org\"",
                        "trust_domain = \"prod-1.example.org\"",
                        "ca_bundle    = \"PEM\\nEND\"",
                        "\"reader\" = { policy_arns = [], namespaces = [\"shop\"] }")
                .doesNotContain("other", "trust_anchor", "certificate_authority");
    }

    /** Otherwise the manifests from Terraform would change the anchor. */
    @Test
    void another_name_and_another_kind_of_ca_are_inputs() {
        AWSTrustAnchor anchor = Serialization.unmarshal("""
            metadata: {name: second}
            spec: {trustDomain: prod-1.example.org, certificateAuthority: {secretRef: {name: ca}}}
            """, AWSTrustAnchor.class);
        assertThat(TerraformModule.of(anchor, "PEM", List.of()))
                .contains(
                        "trust_anchor = \"second\"",
                        "certificate_authority = jsondecode(\"{\\\"secretRef\\\":{\\\"name\\\":\\\"ca\\\"}}\")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{matchLabels: {team: shop, env: prod}} | namespaces = [], namespace_labels = { \"env\" = \"prod\", \"team\" = \"shop\" } } # add the ARNs of its IAM policies",
                "{matchLabels: {team: shop}, matchExpressions: [{key: env, operator: Exists}]} | namespaces = [] } # add the ARNs"
                        + " of its IAM policies; the module does not support its namespace selector",
                "{} | namespaces = [] } # add the ARNs of its IAM policies; the module does not support its namespace selector"
            })
    void labels_alone_are_an_input(String selector, String expected) {
        AWSTrustAnchor anchor = Serialization.unmarshal("""
            metadata: {name: default}
            spec: {trustDomain: prod-1.example.org, certificateAuthority: {selfSigned: {}}}
            """, AWSTrustAnchor.class);
        AWSRole role = Serialization.unmarshal("""
            metadata: {name: reader}
            spec: {roleARN: "arn:aws:iam::111122223333:role/x", allowedNamespaces: {selector: %s}}
            """.formatted(selector), AWSRole.class);
        assertThat(TerraformModule.of(anchor, "PEM", List.of(role))).containsPattern("\\Q" + expected + "\\E\\n");
    }

    private static AWSRole role(String name, String anchor) {
        return Serialization.unmarshal("""
            metadata: {name: %s}
            spec: {trustAnchorRef: {name: %s}, roleARN: "arn:aws:iam::111122223333:role/x", allowedNamespaces: {names: [shop]}}
            """.formatted(name, anchor), AWSRole.class);
    }
}
