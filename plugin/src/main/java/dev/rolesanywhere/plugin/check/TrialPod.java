package dev.rolesanywhere.plugin.check;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.crds.condition.Conditions;
import dev.rolesanywhere.plugin.cluster.Session;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;

/** Creates a pod of a bound ServiceAccount as a dry run, which stores and starts nothing. */
final class TrialPod {
    private static final int NAMESPACES = 5;

    private TrialPod() {}

    static Trial of(Session session, List<AWSRoleBinding> bindings) {
        List<AWSRoleBinding> ready = bindings.stream()
                .filter(binding -> binding.getStatus() != null
                        && Conditions.find(binding.getStatus().conditions(), "Ready")
                                .filter(Condition::holds)
                                .isPresent()
                        && Conditions.find(binding.getStatus().conditions(), "SubjectsFound")
                                .filter(Condition::holds)
                                .isPresent())
                .toList();
        if (ready.isEmpty()) {
            return new Trial.NotMade("no ready AWSRoleBinding exists for the test");
        }
        return ready.stream()
                .limit(NAMESPACES)
                .filter(binding -> mayCreatePods(session, binding.getMetadata().getNamespace()))
                .findFirst()
                .map(binding -> create(
                        session,
                        binding.getMetadata().getNamespace(),
                        binding.getSpec().subjects().getFirst().name()))
                .orElseGet(() -> new Trial.NotMade("you may not create pods in the namespaces of the first bindings"));
    }

    private static boolean mayCreatePods(Session session, String namespace) {
        return session.allows(new ResourceAttributesBuilder()
                .withNamespace(namespace)
                .withVerb("create")
                .withResource("pods")
                .build());
    }

    private static Trial create(Session session, String namespace, String account) {
        String where = "%s/%s".formatted(namespace, account);
        try {
            return new Trial.Answered(
                    where,
                    session.client()
                            .resource(pod(namespace, account))
                            .dryRun(true)
                            .create());
        } catch (KubernetesClientException e) {
            if (e.getCode() <= 0) {
                throw e;
            }
            String message =
                    e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
            return new Trial.Refused(where, String.valueOf(message));
        }
    }

    /** Meets the Pod Security Standard restricted, so that other policies of the namespace accept it. */
    private static Pod pod(String namespace, String account) {
        Map<String, Quantity> small = Map.of("cpu", new Quantity("1m"), "memory", new Quantity("8Mi"));
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withGenerateName("rolesanywhere-check-")
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(account)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(65532L)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("check")
                .withImage("registry.k8s.io/pause:3.10")
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withNewResources()
                .withRequests(small)
                .withLimits(small)
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }
}
