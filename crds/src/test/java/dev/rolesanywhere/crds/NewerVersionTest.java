package dev.rolesanywhere.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.AWSRoleBindingStatus;
import dev.rolesanywhere.crds.role.AWSRole;
import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.role.AWSRoleStatus;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorSpec;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchorStatus;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cluster may contain objects of a newer version during an upgrade and after a rollback. The informers of operator
 * and webhook read lists with the client's own mapper, and one unreadable object would make the whole list unreadable.
 */
class NewerVersionTest {
    private static final String ROLE_SPEC =
            "\"roleARN\": \"arn:aws:iam::111122223333:role/r\", \"allowedNamespaces\": {\"names\": [\"shop\"]}";

    @ParameterizedTest
    @CsvSource({"trustPolicyScope, Cluster", "sessionName, Deployment", "trustPolicyScope, Unknown", "sessionName, ''"})
    void an_unknown_value_makes_only_its_own_role_unusable(String field, String value) {
        List<AWSRole> roles = list(
                "AWSRole",
                new TypeReference<>() {},
                "{%s, \"%s\": \"%s\"}".formatted(ROLE_SPEC, field, value),
                "{%s, \"trustPolicyScope\": \"Namespace\", \"sessionName\": \"Pod\"}".formatted(ROLE_SPEC));

        assertThat(roles.getFirst().getSpec().defect()).hasValueSatisfying(defect -> assertThat(defect)
                .startsWith("spec." + field + " has a value that this version does not support. Write "));
        assertThat(roles.getLast().getSpec().defect()).isEmpty();
        assertThat(roles.getLast().getSpec().trustPolicyScope()).isEqualTo(AWSRoleSpec.TrustPolicyScope.Namespace);
        assertThat(roles.getLast().getSpec().sessionName()).isEqualTo(AWSRoleSpec.SessionName.Pod);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"certificateAuthority\": {\"selfSigned\": {\"keyAlgorithm\": \"MLDSA65\"}}",
                "\"managedRegistrations\": [{\"account\": \"111122223333\", \"region\": \"eu-west-1\", \"state\": \"Paused\"}]"
            })
    void an_unknown_value_makes_only_its_own_trust_anchor_unusable(String part) {
        List<AWSTrustAnchor> anchors = list(
                "AWSTrustAnchor",
                new TypeReference<>() {},
                "{\"trustDomain\": \"prod\", %s}".formatted(part),
                "{\"trustDomain\": \"prod\", \"certificateAuthority\": {\"selfSigned\": {\"keyAlgorithm\": \"RSA3072\"}}}");

        assertThat(anchors.getFirst().getSpec().defect())
                .hasValueSatisfying(defect -> assertThat(defect).contains("this version does not support. Write "));
        assertThat(anchors.getLast().getSpec().defect()).isEmpty();
    }

    @Test
    void an_unknown_way_of_delivery_counts_as_unset() {
        List<AWSRoleBinding> bindings = list(
                "AWSRoleBinding",
                new TypeReference<>() {},
                "{\"roleRef\": {\"name\": \"reader\"}, \"subjects\": [{\"name\": \"orders\"}], \"injection\": {\"delivery\": \"Socket\", \"startup\": \"Later\", \"region\": \"eu-west-1\"}}",
                "{\"roleRef\": {\"name\": \"writer\"}, \"subjects\": [{\"name\": \"orders\"}], \"injection\": {\"delivery\": \"Files\"}}");

        assertThat(bindings.getFirst().getSpec().injection().delivery()).isNull();
        assertThat(bindings.getFirst().getSpec().injection().startup()).isNull();
        assertThat(bindings.getFirst().getSpec().injection().region()).isEqualTo("eu-west-1");
        assertThat(bindings.getLast().getSpec().injection().delivery()).hasToString("Files");
    }

    @Test
    void an_unknown_field_is_ignored() {
        List<AWSRole> roles = list(
                "AWSRole",
                new TypeReference<>() {},
                "{%s, \"newer\": {\"a\": 1}, \"aws\": {\"newer\": [1], \"fips\": true}}".formatted(ROLE_SPEC),
                "{%s}".formatted(ROLE_SPEC));

        assertThat(roles).hasSize(2);
        assertThat(roles.getFirst().getSpec().aws().fips()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                AWSRoleSpec.class,
                AWSRoleStatus.class,
                AWSRoleBindingSpec.class,
                AWSRoleBindingStatus.class,
                AWSTrustAnchorSpec.class,
                AWSTrustAnchorStatus.class
            })
    void every_part_of_an_object_may_have_fields_of_a_newer_version(Class<?> part) {
        Set<Class<?>> records = new LinkedHashSet<>();
        collect(part, records);
        assertThat(records).contains(part).allSatisfy(type -> {
            JsonIgnoreProperties ignored = type.getAnnotation(JsonIgnoreProperties.class);
            assertThat(ignored).as("annotation of %s", type).isNotNull();
            assertThat(ignored.ignoreUnknown()).as("%s", type).isTrue();
        });
    }

    private static void collect(Type type, Set<Class<?>> records) {
        if (type instanceof ParameterizedType parameterized) {
            for (Type argument : parameterized.getActualTypeArguments()) {
                collect(argument, records);
            }
        } else if (type instanceof Class<?> found && found.isRecord() && records.add(found)) {
            for (RecordComponent component : found.getRecordComponents()) {
                collect(component.getGenericType(), records);
            }
        }
    }

    /** Reads the API server's answer like an informer. */
    private static <T extends HasMetadata> List<T> list(
            String kind, TypeReference<DefaultKubernetesResourceList<T>> type, String... specs) {
        StringBuilder items = new StringBuilder();
        for (String spec : specs) {
            items.append(items.isEmpty() ? "" : ",")
                    .append(
                            "{\"apiVersion\": \"rolesanywhere.dev/v1alpha1\", \"kind\": \"%s\", \"metadata\": {\"name\": \"x%d\"}, \"spec\": %s}"
                                    .formatted(kind, items.length(), spec));
        }
        String json =
                "{\"apiVersion\": \"rolesanywhere.dev/v1alpha1\", \"kind\": \"%sList\", \"metadata\": {}, \"items\": [%s]}"
                        .formatted(kind, items);
        DefaultKubernetesResourceList<T> list = new KubernetesSerialization()
                .unmarshal(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), type);
        return list.getItems();
    }
}
