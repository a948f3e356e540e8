package dev.rolesanywhere.e2e.scale;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.condition.Conditions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Creates, changes and deletes bindings, with a ServiceAccount for each, from several clients. */
final class Load {
    private static final String ANCHOR = """
            apiVersion: rolesanywhere.dev/v1alpha1
            kind: AWSTrustAnchor
            metadata: {name: default}
            spec: {trustDomain: scale.example.org, certificateAuthority: {selfSigned: {}}}
            """;
    private static final String ROLE = """
            apiVersion: rolesanywhere.dev/v1alpha1
            kind: AWSRole
            metadata: {name: role-%d}
            spec: {roleARN: "arn:aws:iam::111122223333:role/role-%d", allowedNamespaces: {selector: {}}}
            """;
    private static final String ACCOUNT = """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: %s, namespace: %s}
            """;
    private static final String BINDING = """
            apiVersion: rolesanywhere.dev/v1alpha1
            kind: AWSRoleBinding
            metadata: {name: %s, namespace: %s, annotations: {team: "scale"}}
            spec: {roleRef: {name: role-%d}, subjects: [{name: %s}]}
            """;

    private final KubernetesClient client;
    private final int namespaces;
    private final int roles;
    private final int clients;

    Load(KubernetesClient client, int namespaces, int roles, int clients) {
        this.client = client;
        this.namespaces = namespaces;
        this.roles = roles;
        this.clients = clients;
    }

    String namespace(int binding) {
        return "scale-" + binding % namespaces;
    }

    String account(int binding) {
        return "account-" + binding;
    }

    void prepare() throws Exception {
        create(ANCHOR);
        inParallel(0, roles, role -> create(ROLE.formatted(role, role)));
        inParallel(0, namespaces, number -> client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace(number))
                        .endMetadata()
                        .build())
                .create());
    }

    void bindings(int from, int to) throws Exception {
        inParallel(from, to, number -> {
            create(ACCOUNT.formatted(account(number), namespace(number)));
            create(BINDING.formatted(account(number), namespace(number), number % roles, account(number)));
        });
    }

    /** Each binding gives another role, which is a new generation. */
    void change(int count) throws Exception {
        inParallel(0, count, number -> client.resources(AWSRoleBinding.class)
                .inNamespace(namespace(number))
                .withName(account(number))
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\": {\"roleRef\": {\"name\": \"role-%d\"}}}".formatted((number + 1) % roles)));
    }

    void delete() throws Exception {
        inParallel(0, namespaces, number -> client.resources(AWSRoleBinding.class)
                .inNamespace(namespace(number))
                .delete());
    }

    /** How many statuses say of the newest generation that the role is served. */
    long right() {
        long right = 0;
        for (int namespace = 0; namespace < namespaces; namespace++) {
            right += client.resources(AWSRoleBinding.class).inNamespace(namespace(namespace)).list().getItems().stream()
                    .filter(Load::isRight)
                    .count();
        }
        return right;
    }

    private static boolean isRight(AWSRoleBinding binding) {
        return binding.getStatus() != null
                && binding.getStatus().conditions() != null
                && Conditions.find(binding.getStatus().conditions(), "Ready")
                        .filter(condition -> condition.holds()
                                && binding.getMetadata().getGeneration().equals(condition.observedGeneration()))
                        .isPresent();
    }

    private void create(String manifest) {
        client.resource((HasMetadata) Serialization.unmarshal(manifest)).create();
    }

    private void inParallel(int from, int to, IntConsumer work) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(clients)) {
            IntFunction<Future<?>> submit = number -> pool.submit(() -> work.accept(number));
            List<Future<?>> all = IntStream.range(from, to).mapToObj(submit).toList();
            for (Future<?> each : all) {
                each.get();
            }
        }
    }
}
