package dev.rolesanywhere.crds.cache;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import io.fabric8.kubernetes.api.model.ObjectMeta;

/**
 * Fields that the parser of API server answers skips. {@code metadata.managedFields} is the largest part of a small object and is
 * never used here. An update without it leaves it unchanged.
 */
public final class LeanParsing {
    private LeanParsing() {}

    public static void withoutManagedFields(ObjectMapper mapper) {
        mapper.addMixIn(ObjectMeta.class, WithoutManagedFields.class);
    }

    /** For a program that reads only the spec of bindings. */
    public static void withoutStatusOfBindings(ObjectMapper mapper) {
        mapper.addMixIn(AWSRoleBinding.class, WithoutStatus.class);
    }

    @JsonIgnoreProperties("managedFields")
    private interface WithoutManagedFields {}

    @JsonIgnoreProperties("status")
    private interface WithoutStatus {}
}
