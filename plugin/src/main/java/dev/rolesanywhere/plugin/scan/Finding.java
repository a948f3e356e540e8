package dev.rolesanywhere.plugin.scan;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a binding would replace, or that stands in a binding's way.
 *
 * @param object such as Deployment/orders, Secret/s3-keys or ServiceAccount/orders
 * @param container empty where it is about the whole object
 * @param where variable, key, file or annotation
 * @param accessKeyId as IAM names the key; absent where it is not to be read. It is no secret, and the secret key is never kept
 */
public record Finding(
        String namespace,
        String object,
        String container,
        Kind kind,
        String where,
        @Nullable String accessKeyId) {
    static final Comparator<Finding> ORDER = Comparator.comparing(Finding::namespace)
            .thenComparing(Finding::kind)
            .thenComparing(Finding::object)
            .thenComparing(Finding::container)
            .thenComparing(Finding::where);

    /** Spelled as the output spells them; in the order in which to look at them. */
    public enum Kind {
        StaticKeyInPod(
                "a static key stands in the pod's own spec. Move it out of the manifest at once, and bind a role"),
        StaticKeyByEnv(
                "a container takes a static key from a Secret or ConfigMap. Bind a role, then remove the variables"),
        CredentialsFile("a container mounts a credentials file. Bind a role, then remove the mount"),
        SecretWithKeys(
                "a Secret holds a static key. When no workload uses it, deactivate the key in IAM, then delete both"),
        EKSRoleWithoutBinding("EKS's annotation names a role, and no AWSRoleBinding gives one"),
        DefaultServiceAccount(
                "the pods run as ServiceAccount default. Give the workload its own, so that a role can be its alone");

        private final String meaning;

        Kind(String meaning) {
            this.meaning = meaning;
        }

        /** Whether a container has a static key by it. */
        public boolean isKeyOfContainer() {
            return this == StaticKeyInPod || this == StaticKeyByEnv || this == CredentialsFile;
        }

        String meaning() {
            return meaning;
        }
    }
}
