package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.webhook.injection.ContainerView.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Adds the agent's address to a container's list of hosts without a proxy. Some clients use a proxy from the
 * environment for every address except the container's own, so the pod's token would go to the proxy. A list of the
 * user is extended, never replaced.
 */
final class ProxyExemption {
    private static final List<String> PROXIES = List.of("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy");
    private static final List<String> EXEMPTIONS = List.of("NO_PROXY", "no_proxy");
    private static final String EVERYTHING = "*";

    private ProxyExemption() {}

    /**
     * Each client reads both names and prefers one of them. Existing lists are extended. Without a list, both are
     * added.
     */
    static void add(PatchedPod pod, String pointer, String address) {
        String env = pointer + "/env";
        List<Entry> there = entries(pod, pointer, EXEMPTIONS);
        if (entries(pod, pointer, PROXIES).stream().noneMatch(ProxyExemption::isSet)) {
            return;
        }
        if (there.isEmpty()) {
            EXEMPTIONS.forEach(name -> pod.append(env, ContainerParts.variable(name, address)));
        }
        there.stream()
                .filter(entry -> isLiteral(entry.json()) && !exempts(entry.json(), address))
                .forEach(entry -> pod.replace(
                        env, entry.index(), ContainerParts.variable(entry.name(), extended(entry.json(), address))));
    }

    /** Names of lists in a Secret, a ConfigMap or a field, if the container has a proxy. */
    static List<String> unseen(ContainerView container) {
        boolean proxied = PROXIES.stream().flatMap(container::entries).anyMatch(ProxyExemption::isSet);
        return !proxied
                ? List.of()
                : EXEMPTIONS.stream()
                        .filter(name -> container.entries(name).anyMatch(entry -> !isLiteral(entry.json())))
                        .toList();
    }

    private static List<Entry> entries(PatchedPod pod, String pointer, List<String> names) {
        ContainerView container =
                new ContainerView(pointer, (ObjectNode) pod.document().at(pointer));
        return names.stream().flatMap(container::entries).toList();
    }

    private static boolean isSet(Entry entry) {
        return !isLiteral(entry.json()) || !entry.json().path("value").asText().isBlank();
    }

    private static boolean isLiteral(JsonNode variable) {
        return variable.path("valueFrom").isEmpty();
    }

    private static boolean exempts(JsonNode list, String address) {
        return Arrays.stream(list.path("value").asText().split(",", -1))
                .map(String::strip)
                .anyMatch(entry -> entry.equals(address) || entry.equals(EVERYTHING));
    }

    private static String extended(JsonNode list, String address) {
        return String.join(
                ",",
                Stream.of(list.path("value").asText(), address)
                        .filter(part -> !part.isBlank())
                        .toList());
    }
}
