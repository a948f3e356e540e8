package dev.rolesanywhere.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.TemplateCommand;
import dev.rolesanywhere.crds.contract.PodCertificates;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The chart grants the operator exactly the rights in operator/RIGHTS.md. */
class OperatorRightsTest {
    private static final Path PAGE = Path.of("..", "operator", "RIGHTS.md");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final String STATUS = "/status";

    @Test
    void the_cluster_role_has_the_documented_rights() throws IOException {
        assertThat(granted("ClusterRole")).isEqualTo(documented("In the cluster:"));
    }

    @Test
    void the_role_in_the_operators_namespace_has_the_documented_rights() throws IOException {
        assertThat(granted("Role")).isEqualTo(documented("In its own namespace:"));
    }

    @Test
    void the_cert_manager_value_grants_only_certificaterequests() throws IOException {
        Set<String> more = granted("Role", values -> values.set("certManager.enabled", "true"));
        assertThat(more).containsAll(granted("Role"));
        more.removeAll(granted("Role"));

        assertThat(more).isEqualTo(documented("With the chart's `certManager.enabled`, in its own namespace as well:"));
        assertThat(granted("ClusterRole", values -> values.set("certManager.enabled", "true")))
                .isEqualTo(granted("ClusterRole"));
    }

    @Test
    void the_pod_certificates_value_grants_only_the_own_signer() throws IOException {
        UnaryOperator<TemplateCommand> enabled = values -> values.set("podCertificates.enabled", "true");
        Set<String> more = granted("ClusterRole", enabled);
        assertThat(more).containsAll(granted("ClusterRole"));
        more.removeAll(granted("ClusterRole"));

        assertThat(more).isEqualTo(documented("With the chart's `podCertificates.enabled`, in the cluster as well:"));
        assertThat(granted("Role", enabled)).isEqualTo(granted("Role"));
        assertThat(Serialization.asYaml(Chart.rendered(enabled)))
                .containsOnlyOnce("resourceNames:\n    - \"" + PodCertificates.SIGNER + "\"");
    }

    @Test
    void the_node_agent_value_grants_only_the_bundle_and_the_api_servers_keys() throws IOException {
        Set<String> more = granted("Role", values -> values.set("nodeAgent.enabled", "true"));
        more.removeAll(granted("Role"));
        assertThat(more).isEmpty();
        assertThat(Chart.rendered(values -> values.set("nodeAgent.enabled", "true")))
                .filteredOn(role -> role.getKind().equals("Role")
                        && !role.getMetadata().getNamespace().equals(Chart.NAMESPACE))
                .singleElement()
                .satisfies(
                        role -> assertThat(rights(role))
                                .isEqualTo(
                                        documented(
                                                "With the chart's `nodeAgent.enabled`, in the agents' namespace, the ConfigMap `<name>-issuer-bundle` alone:")));
        assertThat(Files.readString(PAGE)).contains("`/openid/v1/jwks`, `/.well-known/openid-configuration`");
    }

    private static Set<String> granted(String kind) {
        return granted(kind, values -> values);
    }

    /** One line per group, resource and verb. */
    private static Set<String> granted(String kind, UnaryOperator<TemplateCommand> values) {
        Set<String> rights = new TreeSet<>();
        for (GenericKubernetesResource role : Chart.rendered(values)) {
            if (role.getKind().equals(kind)
                    && role.getMetadata().getName().equals(Chart.RELEASE)
                    && (kind.equals("ClusterRole")
                            || role.getMetadata().getNamespace().equals(Chart.NAMESPACE))) {
                rights.addAll(rights(role));
            }
        }
        return rights;
    }

    private static Set<String> rights(GenericKubernetesResource role) {
        Set<String> rights = new TreeSet<>();
        for (Map<String, List<String>> rule : role.<List<Map<String, List<String>>>>get("rules")) {
            // Paths that are not resources have a separate line on the page.
            if (!rule.containsKey("nonResourceURLs")) {
                add(rights, rule.get("apiGroups"), rule.get("resources"), rule.get("verbs"));
            }
        }
        return rights;
    }

    private static Set<String> documented(String heading) throws IOException {
        Set<String> rights = new TreeSet<>();
        List<String> kinds = List.of();
        for (String row : table(heading)) {
            String[] cells = row.split("\\|", -1);
            List<String> groups = quoted(cells[1]);
            List<String> resources = new ArrayList<>(quoted(cells[2]));
            resources.removeIf(name -> name.startsWith("<"));
            if (resources.equals(List.of(STATUS))) {
                resources = kinds.stream().map(kind -> kind + STATUS).toList();
            }
            kinds = resources;
            List<String> verbs =
                    Arrays.stream(cells[3].split(",")).map(String::strip).toList();
            add(rights, groups.isEmpty() ? List.of("") : groups, resources, verbs);
        }
        return rights;
    }

    private static List<String> table(String heading) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        return lines.subList(lines.indexOf(heading) + 4, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static void add(Set<String> rights, List<String> groups, List<String> resources, List<String> verbs) {
        groups.forEach(group -> resources.forEach(
                resource -> verbs.forEach(verb -> rights.add("%s/%s %s".formatted(group, resource, verb)))));
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(result -> result.group(1)).toList();
    }
}
