package dev.rolesanywhere.e2e.scale;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;

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
    private final Sizes sizes;
    private final Workers workers;

    Load(KubernetesClient client, Sizes sizes) {
        this.client = client;
        this.sizes = sizes;
        this.workers = new Workers(sizes.clients());
    }

    String namespace(int binding) {
        return "scale-" + binding % sizes.namespaces();
    }

    String account(int binding) {
        return "account-" + binding;
    }

    void prepare() throws Exception {
        create(ANCHOR);
        workers.each(0, sizes.roles(), Workers.AS_FAST_AS_POSSIBLE, role -> create(ROLE.formatted(role, role)));
        workers.each(
                0, sizes.namespaces(), Workers.AS_FAST_AS_POSSIBLE, number -> client.resource(new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace(number))
                                .endMetadata()
                                .build())
                        .createOr(NonDeletingOperation::update));
    }

    /** Creates each binding with its ServiceAccount. Returns the number of bindings created per second. */
    double bindings(int from, int to) throws Exception {
        return workers.each(from, to, sizes.rate(), number -> {
            create(ACCOUNT.formatted(account(number), namespace(number)));
            create(BINDING.formatted(account(number), namespace(number), number % sizes.roles(), account(number)));
        });
    }

    /** Changes the role of each binding, which creates a new generation. */
    double change() throws Exception {
        return workers.each(0, sizes.bindings(), sizes.rate(), number -> client.resources(AWSRoleBinding.class)
                .inNamespace(namespace(number))
                .withName(account(number))
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\": {\"roleRef\": {\"name\": \"role-%d\"}}}".formatted((number + 1) % sizes.roles())));
    }

    double delete() throws Exception {
        return workers.each(0, sizes.bindings(), sizes.rate(), number -> client.resources(AWSRoleBinding.class)
                .inNamespace(namespace(number))
                .withName(account(number))
                .delete());
    }

    private void create(String manifest) {
        client.resource((HasMetadata) Serialization.unmarshal(manifest)).create();
    }
}
