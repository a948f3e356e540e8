package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.AWSRoleBindingSpec;
import dev.rolesanywhere.crds.binding.AWSRoleBindingStatus;
import dev.rolesanywhere.crds.binding.Subject;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.operator.workload.PodSnapshots.Look;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SidecarVersionsTest {
    private final PodSnapshots snapshots = new PodSnapshots();
    private final SidecarVersions versions = new SidecarVersions(snapshots, "0.3.0");

    @Test
    void pods_that_another_version_has_injected_are_counted_older_and_newer() {
        look("orders", injected("a", "0.1.0"), injected("b", "0.3.0"), injected("c", "0.4.0"));
        look("stock", injected("d", "0.2.0"));

        assertThat(versions.podsOfOtherVersions(binding("orders", "stock"))).isEqualTo(3);
    }

    @Test
    void a_pod_without_a_sidecar_or_without_a_version_is_not_counted() {
        look("orders", pod("a", "0.1.0", false), pod("b", null, true));

        assertThat(versions.podsOfOtherVersions(binding("orders"))).isZero();
    }

    @Test
    void a_new_leader_keeps_the_statuss_number_until_its_first_check() {
        AWSRoleBinding binding = binding("orders");
        assertThat(versions.podsOfOtherVersions(binding)).isZero();

        binding.setStatus(new AWSRoleBindingStatus(1L, null, null, null, null, null, null, null, null, null, 7, null));
        assertThat(versions.podsOfOtherVersions(binding)).isEqualTo(7);

        look("orders");
        assertThat(versions.podsOfOtherVersions(binding)).isZero();
    }

    private void look(String account, Pod... pods) {
        snapshots.put(
                new Account("shop", account),
                new Look(
                        Instant.EPOCH,
                        Stream.of(pods)
                                .map(pod -> ObservedPod.of(pod, false, Set.of()).orElseThrow())
                                .collect(Collectors.toMap(pod -> pod.pod().uid(), pod -> pod))),
                true);
    }

    private static Pod injected(String name, String version) {
        return pod(name, version, true);
    }

    private static Pod pod(String name, @Nullable String version, boolean sidecar) {
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .withUid("uid-" + name)
                .withAnnotations(version == null ? Map.of() : Map.of(Annotations.INJECTED, version))
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName("orders")
                .endSpec();
        return (sidecar
                        ? pod.editSpec()
                                .addNewInitContainer()
                                .withName(Sidecar.CONTAINER)
                                .endInitContainer()
                                .endSpec()
                        : pod)
                .build();
    }

    private static AWSRoleBinding binding(String... accounts) {
        AWSRoleBinding binding = new AWSRoleBinding();
        binding.setMetadata(
                new ObjectMetaBuilder().withNamespace("shop").withName("orders").build());
        binding.setSpec(new AWSRoleBindingSpec(
                new AWSRoleBindingSpec.RoleReference("reader"),
                Stream.of(accounts).map(account -> new Subject(null, account)).toList(),
                null,
                null,
                null,
                null));
        return binding;
    }
}
