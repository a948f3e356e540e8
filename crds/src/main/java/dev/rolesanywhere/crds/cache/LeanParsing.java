package dev.rolesanywhere.crds.cache;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import io.fabric8.kubernetes.api.model.ObjectMeta;

/**
 * What a parser of the API server's answers passes over, so that it never becomes objects. {@code metadata.managedFields} is most of
 * a small object, and nothing here reads it. An update without it leaves it as it is.
 */
public final class LeanParsing {
    private LeanParsing() {}

    public static void withoutManagedFields(ObjectMapper mapper) {
        mapper.addMixIn(ObjectMeta.class, WithoutManagedFields.class);
    }

    /** For a program that reads the spec of bindings and never their status. */
    public static void withoutStatusOfBindings(ObjectMapper mapper) {
        mapper.addMixIn(AWSRoleBinding.class, WithoutStatus.class);
    }

    @JsonIgnoreProperties("managedFields")
    private interface WithoutManagedFields {}

    @JsonIgnoreProperties("status")
    private interface WithoutStatus {}
}
