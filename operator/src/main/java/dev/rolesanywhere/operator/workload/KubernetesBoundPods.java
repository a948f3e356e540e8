package dev.rolesanywhere.operator.workload;

import dev.rolesanywhere.crds.cache.RawAnswer;
import dev.rolesanywhere.crds.naming.ObjectName;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A LIST for one namespace. The field selector lets the API server leave out pods that have finished, and all others where one
 * ServiceAccount is bound. Resource version 0 lets it answer from its memory without asking etcd; it then ignores the limit, so a
 * namespace with many pods is read in pages instead. A watch would bring each change of each pod, and metadata alone tells neither the
 * ServiceAccount nor the containers.
 */
@Singleton
class KubernetesBoundPods implements BoundPods {
    private static final int PAGE = 500;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final KubernetesClient client;
    private final PodListParser parser = new PodListParser();

    /** How many pods the last answers had, by namespace. */
    private final Map<String, Integer> sizes = new ConcurrentHashMap<>();

    KubernetesBoundPods(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public void forEach(String namespace, Set<String> accounts, Consumer<Pod> pod) {
        // The account's name enters a field selector: "a,status.phase=Failed" would be another question.
        if (!ObjectName.LABEL.allows(namespace) || accounts.stream().noneMatch(ObjectName.SUBDOMAIN::allows)) {
            return;
        }
        String selector = "status.phase!=Succeeded,status.phase!=Failed"
                + (accounts.size() == 1
                        ? ",spec.serviceAccountName=" + accounts.iterator().next()
                        : "");
        boolean inPages = sizes.getOrDefault(namespace, PAGE + 1) > PAGE;
        int found = 0;
        String next = null;
        do {
            PodListParser.Page page = parser.parse(ask(namespace, selector, inPages, next), each -> {
                // An API server that does not know the selector lists all; they are sorted out here.
                if (accounts.contains(ObservedPod.account(each)) && !ObservedPod.hasFinished(each)) {
                    pod.accept(each);
                }
            });
            found += page.size();
            next = page.next();
        } while (next != null);
        sizes.put(namespace, found);
    }

    private byte[] ask(String namespace, String selector, boolean inPages, @Nullable String next) {
        return RawAnswer.of(client, path(namespace, selector, inPages, next), "application/json", TIMEOUT);
    }

    private static String path(String namespace, String selector, boolean inPages, @Nullable String next) {
        String pages = inPages ? "&limit=" + PAGE : "&resourceVersion=0";
        return "api/v1/namespaces/" + namespace + "/pods?fieldSelector=" + encoded(selector) + pages
                + (next == null ? "" : "&continue=" + encoded(next));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
