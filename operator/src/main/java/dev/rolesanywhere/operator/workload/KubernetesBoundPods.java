package dev.rolesanywhere.operator.workload;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.cache.RawAnswer;
import dev.rolesanywhere.crds.naming.ObjectName;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lists the pods of one namespace. With the field selector the API server omits finished pods and, if only one
 * ServiceAccount is bound, all other pods. With resource version 0 the API server answers from memory without a request
 * to etcd, but ignores the limit, so a namespace with many pods is read in pages. A watch would deliver each change of
 * each pod, and metadata alone has neither the ServiceAccount nor the containers.
 */
@Singleton
class KubernetesBoundPods implements BoundPods {
    private static final int PAGE = 500;
    /** A table has no pages. */
    private static final int MOST_ROWS = 2_000;

    private static final String UNFINISHED = "status.phase!=Succeeded,status.phase!=Failed";
    private static final ObjectMapper TABLES = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final KubernetesClient client;
    private final PodListParser parser = new PodListParser();

    /**
     * The number of pods in the last answers, by namespace. The key ends with a slash if the request was for one
     * ServiceAccount.
     */
    private final Map<String, Integer> sizes = new ConcurrentHashMap<>();

    KubernetesBoundPods(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public void forEach(String namespace, Set<String> accounts, Consumer<Pod> pod) {
        // The account's name enters a field selector: "a,status.phase=Failed" would be another selector.
        if (!ObjectName.LABEL.allows(namespace) || accounts.stream().noneMatch(ObjectName.SUBDOMAIN::allows)) {
            return;
        }
        String selector = UNFINISHED
                + (accounts.size() == 1
                        ? ",spec.serviceAccountName=" + accounts.iterator().next()
                        : "");
        // The number for one ServiceAccount says nothing about the others.
        String question = accounts.size() == 1 ? namespace + "/" : namespace;
        boolean inPages = sizes.getOrDefault(question, PAGE + 1) > PAGE;
        int found = 0;
        String next = null;
        do {
            PodListParser.Page page = parser.parse(ask(namespace, selector, inPages, next), each -> {
                // An API server that does not support the selector lists all pods, so filter them here.
                if (accounts.contains(ObservedPod.account(each)) && !ObservedPod.hasFinished(each)) {
                    pod.accept(each);
                }
            });
            found += page.size();
            next = page.next();
        } while (next != null);
        sizes.put(question, found);
    }

    @Override
    public Optional<PodTable> table(String namespace) {
        if (!ObjectName.LABEL.allows(namespace) || sizes.getOrDefault(namespace, MOST_ROWS + 1) > MOST_ROWS) {
            return Optional.empty();
        }
        try {
            return PodTable.of(TABLES.readTree(RawAnswer.of(
                    client,
                    path(namespace, UNFINISHED, false, null) + "&includeObject=None",
                    PodTable.MEDIA_TYPE,
                    TIMEOUT)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a table of pods", e);
        }
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
