package dev.rolesanywhere.crds.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class LeanParsingTest {
    private static final String BINDING = """
            {"apiVersion": "rolesanywhere.dev/v1alpha1", "kind": "AWSRoleBinding",
             "metadata": {"name": "reads", "namespace": "shop", "resourceVersion": "7", "labels": {"team": "orders"},
               "managedFields": [{"manager": "kubectl", "fieldsV1": {"f:spec": {"f:roleRef": {}}}}]},
             "spec": {"roleRef": {"name": "reader"}, "subjects": [{"name": "orders"}]},
             "status": {"summary": "Serving"}}""";

    private final ObjectMapper mapper = new ObjectMapper();
    private final KubernetesSerialization parser = new KubernetesSerialization(mapper, true);

    @Test
    void managed_fields_are_not_parsed_and_the_rest_is() {
        LeanParsing.withoutManagedFields(mapper);

        AWSRoleBinding binding = parser.unmarshal(BINDING, AWSRoleBinding.class);

        assertThat(binding.getMetadata().getManagedFields()).isEmpty();
        assertThat(binding.getMetadata().getAdditionalProperties()).isEmpty();
        assertThat(binding.getMetadata().getResourceVersion()).isEqualTo("7");
        assertThat(binding.getMetadata().getLabels()).containsEntry("team", "orders");
        assertThat(binding.getStatus().summary()).isEqualTo("Serving");
    }

    @Test
    void an_event_of_a_watch_is_parsed_without_managed_fields_too() {
        LeanParsing.withoutManagedFields(mapper);

        WatchEvent event = parser.unmarshal("{\"type\": \"MODIFIED\", \"object\": " + BINDING + "}", WatchEvent.class);

        assertThat(parser.asJson(event.getObject())).contains("reads").doesNotContain("managedFields", "f:roleRef");
    }

    @Test
    void the_unused_status_of_bindings_is_not_parsed() {
        LeanParsing.withoutStatusOfBindings(mapper);

        AWSRoleBinding binding = parser.unmarshal(BINDING, AWSRoleBinding.class);

        assertThat(binding.getStatus()).isNull();
        assertThat(binding.getSpec().roleRef().name()).isEqualTo("reader");
    }
}
