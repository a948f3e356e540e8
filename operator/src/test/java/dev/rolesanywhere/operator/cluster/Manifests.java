package dev.rolesanywhere.operator.cluster;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import io.fabric8.kubernetes.client.utils.Serialization;

/** The minimal objects for a served pod. */
final class Manifests {
    private Manifests() {}

    static AWSTrustAnchor trustAnchor(String name) {
        return Serialization.unmarshal("""
                apiVersion: rolesanywhere.dev/v1alpha1
                kind: AWSTrustAnchor
                metadata: {name: %s}
                spec:
                  trustDomain: %s.example.org
                  certificateAuthority: {selfSigned: {}}
                """.formatted(name, name), AWSTrustAnchor.class);
    }

    /** The patch with the registration of the new CA. */
    static String registered() {
        return """
                {"spec": {"registrations": [{
                  "arn": "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/01234567-89ab-cdef-0123-456789abcdef",
                  "profileARN": "arn:aws:rolesanywhere:eu-west-1:111122223333:profile/01234567-89ab-cdef-0123-456789abcdef"}]}}
                """;
    }

    static AWSRole role(String name, String trustAnchor) {
        return Serialization.unmarshal("""
                apiVersion: rolesanywhere.dev/v1alpha1
                kind: AWSRole
                metadata: {name: %s}
                spec:
                  trustAnchorRef: {name: %s}
                  roleARN: arn:aws:iam::111122223333:role/%s
                  allowedNamespaces: {selector: {}}
                """.formatted(name, trustAnchor, name), AWSRole.class);
    }

    static AWSRoleBinding binding(String namespace, String role, String serviceAccount) {
        return Serialization.unmarshal("""
                apiVersion: rolesanywhere.dev/v1alpha1
                kind: AWSRoleBinding
                metadata: {name: %s, namespace: %s}
                spec:
                  roleRef: {name: %s}
                  subjects: [{name: %s}]
                """.formatted(role, namespace, role, serviceAccount), AWSRoleBinding.class);
    }
}
