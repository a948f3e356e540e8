package dev.rolesanywhere.e2e.abuse;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One verb on one resource, granted to a ServiceAccount.
 *
 * @param namespace of the grant; empty for all namespaces
 * @param resource with its subresource, such as {@code pods/exec}
 * @param names the only objects of the grant; empty for all
 */
record Right(String account, String namespace, String group, String resource, String verb, List<String> names) {
    /** Everything that the roles bound to this namespace's ServiceAccounts give them, as installed. */
    static List<Right> of(KubernetesClient client, String accountsNamespace) {
        List<Right> rights = new ArrayList<>();
        for (var binding : client.rbac().clusterRoleBindings().list().getItems()) {
            for (String account : accounts(binding.getSubjects(), accountsNamespace)) {
                rights.addAll(expanded(
                        account,
                        "",
                        client.rbac()
                                .clusterRoles()
                                .withName(binding.getRoleRef().getName())
                                .require()
                                .getRules()));
            }
        }
        for (var binding : client.rbac().roleBindings().inAnyNamespace().list().getItems()) {
            String namespace = binding.getMetadata().getNamespace();
            for (String account : accounts(binding.getSubjects(), accountsNamespace)) {
                rights.addAll(expanded(
                        account,
                        namespace,
                        client.rbac()
                                .roles()
                                .inNamespace(namespace)
                                .withName(binding.getRoleRef().getName())
                                .require()
                                .getRules()));
            }
        }
        return rights;
    }

    /** Whether this request needs this right or an equal one. */
    boolean covers(AuditedRequest request) {
        return account.equals(request.account())
                && (namespace.isEmpty() || namespace.equals(request.namespace()))
                && group.equals(request.group())
                && resource.equals(request.resource())
                && verb.equals(request.verb())
                && (names.isEmpty() || names.contains(request.name()));
    }

    /**
     * Whether a request would be forbidden without this right: a right in a namespace's Role makes the same right in a
     * ClusterRole unnecessary.
     */
    boolean isUsed(Collection<AuditedRequest> requests, Collection<Right> all) {
        return requests.stream()
                .filter(request -> covers(request) || allowsAnswer(request))
                .anyMatch(request -> !namespace.isEmpty()
                        || all.stream().noneMatch(right -> !right.namespace.isEmpty() && right.covers(request)));
    }

    /** No request names the right to sign: the API server checks it when the signer writes the status of a PodCertificateRequest. */
    private boolean allowsAnswer(AuditedRequest request) {
        return resource.equals("signers")
                && verb.equals("sign")
                && account.equals(request.account())
                && request.resource().equals("podcertificaterequests/status")
                && request.status() < 300;
    }

    private static List<String> accounts(Collection<Subject> subjects, String namespace) {
        return Optional.ofNullable(subjects).orElse(List.of()).stream()
                .filter(subject ->
                        subject.getKind().equals("ServiceAccount") && namespace.equals(subject.getNamespace()))
                .map(Subject::getName)
                .toList();
    }

    private static List<Right> expanded(String account, String namespace, List<PolicyRule> rules) {
        List<Right> rights = new ArrayList<>();
        for (PolicyRule rule : rules) {
            for (String group : rule.getApiGroups()) {
                for (String resource : rule.getResources()) {
                    for (String verb : rule.getVerbs()) {
                        rights.add(new Right(account, namespace, group, resource, verb, rule.getResourceNames()));
                    }
                }
            }
        }
        return rights;
    }
}
