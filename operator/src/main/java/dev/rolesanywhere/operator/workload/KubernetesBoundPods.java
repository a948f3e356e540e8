package dev.rolesanywhere.operator.workload;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.crds.cache.RawAnswer;
import dev.rolesanywhere.crds.naming.ObjectName;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
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
 * ServiceAccount is bound, all other pods. With a resource version the API server answers from memory without a request
 * to etcd. With version 0 it ignores the limit, so a namespace with many pods is read in pages. While pods are watched,
 * the answer contains the last known change, even if another API server gives it.
 */
@Singleton
class KubernetesBoundPods implements BoundPods {
    private static final int PAGE = 500;
    /** A table of more rows is not read. */
    private static final int MOST_ROWS = 2_000;

    private static final String UNFINISHED = "status.phase!=Succeeded,status.phase!=Failed";
    private static final ObjectMapper TABLES = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final KubernetesClient client;
    private final PodChanges changes;
    private final PodListParser parser = new PodListParser();

    /** The number of pods in the last answers. */
    private final Map<Question, Integer> sizes = new ConcurrentHashMap<>();

    /** The pods of a namespace, or of one ServiceAccount if only one is bound. */
    private record Question(String namespace, String account) {
        static Question of(String namespace, Set<String> accounts) {
            return new Question(
                    namespace, accounts.size() == 1 ? accounts.iterator().next() : "");
        }

        String selector() {
            return account.isEmpty() ? UNFINISHED : UNFINISHED + ",spec.serviceAccountName=" + account;
        }
    }

    KubernetesBoundPods(KubernetesClient client, PodChanges changes) {
        this.client = client;
        this.changes = changes;
    }

    @Override
    public void forEach(String namespace, Set<String> accounts, Consumer<Pod> pod) {
        if (!areAllowed(namespace, accounts)) {
            return;
        }
        Question question = Question.of(namespace, accounts);
        boolean inPages = sizes.getOrDefault(question, PAGE + 1) > PAGE;
        int found = 0;
        String next = null;
        do {
            PodListParser.Page page = parser.parse(ask(question, inPages, next), each -> {
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
    public Optional<PodTable> table(String namespace, Set<String> accounts) {
        Question question = Question.of(namespace, accounts);
        @Nullable Integer size = sizes.get(question);
        if (!areAllowed(namespace, accounts) || (size != null && size > MOST_ROWS)) {
            return Optional.empty();
        }
        String how = size == null ? "&limit=" + MOST_ROWS : fromMemory();
        try {
            return PodTable.of(
                    TABLES.readTree(ask(path(question, how, null) + "&includeObject=None", PodTable.MEDIA_TYPE)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a table of pods", e);
        }
    }

    /** The account's name enters a field selector: "a,status.phase=Failed" would be another selector. */
    private static boolean areAllowed(String namespace, Set<String> accounts) {
        return ObjectName.LABEL.allows(namespace) && accounts.stream().anyMatch(ObjectName.SUBDOMAIN::allows);
    }

    private byte[] ask(Question question, boolean inPages, @Nullable String next) {
        return ask(path(question, inPages ? "&limit=" + PAGE : fromMemory(), next), "application/json");
    }

    private byte[] ask(String path, String accept) {
        try {
            return RawAnswer.of(client, path, accept, TIMEOUT);
        } catch (KubernetesClientException e) {
            // After a restore of etcd, the API server does not have the version of the watch.
            changes.end();
            throw e;
        }
    }

    private String fromMemory() {
        return changes.oldestAnswer()
                .map(version -> "&resourceVersion=" + encoded(version))
                .orElse("");
    }

    private static String path(Question question, String how, @Nullable String next) {
        return "api/v1/namespaces/" + question.namespace() + "/pods?fieldSelector=" + encoded(question.selector()) + how
                + (next == null ? "" : "&continue=" + encoded(next));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
