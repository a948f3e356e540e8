package dev.rolesanywhere.plugin.scan;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A static key that a binding would replace, or an obstacle for a binding.
 *
 * @param object such as Deployment/orders, Secret/s3-keys or ServiceAccount/orders
 * @param container empty if it concerns the whole object
 * @param where variable, key, file or annotation
 * @param accessKeyId the public ID of the key; absent if it cannot be read. The secret key is never kept
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

    /** Spelled like the output; in order of priority. */
    public enum Kind {
        StaticKeyInPod(
                "the pod's own spec contains a static key, which all readers of pods can see. Bind a role, then remove the key from the manifest"),
        StaticKeyByEnv(
                "a container reads a static key from a Secret or ConfigMap. Bind a role, then remove the variables"),
        CredentialsFile("a container mounts a credentials file. Bind a role, then remove the mount"),
        SecretWithKeys(
                "a Secret holds a static key. When no workload uses it, deactivate the key in IAM, then delete both"),
        EKSRoleWithoutBinding("an EKS annotation names a role, but no AWSRoleBinding exists. Bind a role"),
        DefaultServiceAccount(
                "the pods run as ServiceAccount default. Give the workload its own ServiceAccount, so that no other pods get its role");

        private final String meaning;

        Kind(String meaning) {
            this.meaning = meaning;
        }

        /** Whether it provides a static key to a container. */
        public boolean isKeyOfContainer() {
            return this == StaticKeyInPod || this == StaticKeyByEnv || this == CredentialsFile;
        }

        String meaning() {
            return meaning;
        }
    }
}
