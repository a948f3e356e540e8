package dev.rolesanywhere.crds.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.naming.InvalidNameException;
import dev.rolesanywhere.crds.naming.ObjectName;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The names and versions of a namespace's bindings, as a table of the CRD's columns. A cache that holds the same versions is complete and
 * current. The answer is as new as a LIST of the bindings, and much smaller.
 */
public final class BindingVersions {
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    private final KubernetesClient client;
    private final ObjectMapper mapper = new ObjectMapper();

    public BindingVersions(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Whether the API server has exactly these bindings of the namespace now. False if the answer does not show it: the CRD of an
     * older chart lacks the column.
     *
     * @throws InvalidNameException if Kubernetes does not allow the name
     * @throws KubernetesClientException if the API server does not answer in time, or answers with an error
     */
    public boolean match(String namespace, Collection<AWSRoleBinding> known) {
        ObjectName.LABEL.require(namespace, "Namespace");
        Map<String, String> cached = known.stream()
                .collect(Collectors.toMap(binding -> binding.getMetadata().getName(), binding -> binding.getMetadata()
                        .getResourceVersion()));
        return versions(ask(namespace)).filter(cached::equals).isPresent();
    }

    private byte[] ask(String namespace) {
        return RawAnswer.of(
                client,
                "apis/rolesanywhere.dev/v1alpha1/namespaces/" + namespace + "/awsrolebindings?includeObject=None",
                TABLE,
                Duration.ofMillis(client.getConfiguration().getRequestTimeout()));
    }

    /** By name; empty if the answer is not a whole table with these columns. */
    Optional<Map<String, String>> versions(byte[] answer) {
        try {
            JsonNode table = mapper.readTree(answer);
            int name = column(table, "Name");
            int version = column(table, AWSRoleBinding.VERSION_COLUMN);
            if (!isWhole(table) || name < 0 || version < 0) {
                return Optional.empty();
            }
            Map<String, String> versions = new HashMap<>();
            table.path("rows")
                    .forEach(row -> versions.put(
                            row.path("cells").path(name).asText(),
                            row.path("cells").path(version).asText()));
            return Optional.of(versions);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Go writes an empty list as null, too. A missing list must not look like a namespace without bindings. */
    private static boolean isWhole(JsonNode table) {
        JsonNode rows = table.path("rows");
        return table.path("kind").asText().equals("Table")
                && (rows.isArray() || rows.isNull())
                && table.path("metadata").path("continue").asText().isEmpty();
    }

    private static int column(JsonNode table, String name) {
        JsonNode columns = table.path("columnDefinitions");
        for (int index = 0; index < columns.size(); index++) {
            if (columns.path(index).path("name").asText().equals(name)) {
                return index;
            }
        }
        return -1;
    }
}
