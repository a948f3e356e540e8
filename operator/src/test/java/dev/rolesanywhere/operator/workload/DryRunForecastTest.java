package dev.rolesanywhere.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.binding.DryRunStatus;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.workload.DryRunForecast.Effect;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dry run's forecast for running pods. */
class DryRunForecastTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        containers: [{name: app}]                                                                                                   | WouldInject
        containers: [{name: app, env: [{name: AWS_ACCESS_KEY_ID, value: AKIA}]}]                                                     | WouldInjectShadowed
        containers: [{name: app, env: [{name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: k, key: id}}}]}]                   | WouldInjectShadowed
        containers: [{name: app, env: [{name: AWS_PROFILE, value: reader}]}]                                                         | WouldInject
        containers: [{name: app, env: [{name: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, value: /x}]}]                                  | WouldInjectShadowed
        "os: {name: windows}, containers: [{name: app}]"                                                                            | WindowsPod
        "nodeSelector: {kubernetes.io/os: windows}, containers: [{name: app}]"                                                      | WindowsPod
        "nodeSelector: {kubernetes.io/os: linux}, containers: [{name: app}]"                                                        | WouldInject
        containers: [{name: aws-credentials}]                                                                                       | NameTaken
        containers: [{name: app, volumeMounts: [{name: v, mountPath: /var/run/rolesanywhere.dev/credentials}]}]                      | NameTaken
        containers: [{name: app, volumeMounts: [{name: rolesanywhere-dev-token, mountPath: /t}]}]                                    | NameTaken
        """)
    void a_running_pod_shows_the_effect_of_the_dry_run(String spec, Effect effect) {
        Pod pod = Serialization.unmarshal(
                "---\n{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop, uid: u}, spec: {%s}}"
                        .formatted(spec.replace("\"", "")),
                Pod.class);
        ObservedPod observed = ObservedPod.of(pod, false, Set.of("reader")).orElseThrow();

        assertThat(Effect.of(observed, false)).isEqualTo(effect);
    }

    @Test
    void a_sidecar_keeps_its_credentials_only_with_a_binding_in_force() {
        ObservedPod injected = pod("a", new ObservedPod.Running(NOW, true, 0));

        assertThat(Effect.of(injected, true)).isEqualTo(Effect.HasSidecar);
        assertThat(Effect.of(injected, false)).isEqualTo(Effect.LosesCredentials);
    }

    @Test
    void pods_are_counted_by_effect_and_a_few_are_named() {
        DryRunForecast forecast = DryRunForecast.of(
                List.of(
                        look(true, pod("served", new ObservedPod.Running(NOW, true, 0))),
                        look(false, pod("b", null), pod("a", null))),
                true);

        assertThat(forecast.status(2))
                .isEqualTo(new DryRunStatus(
                        2,
                        3,
                        List.of(
                                new DryRunStatus.Effect("WouldInject", 2, List.of("a", "b")),
                                new DryRunStatus.Effect("HasSidecar", 1, List.of("served")))));
        assertThat(forecast.pods()).isEqualTo("3/3");
    }

    @Test
    void without_a_check_or_without_pods_the_forecast_is_empty() {
        assertThat(DryRunForecast.NOTHING.words()).isEqualTo("The operator has not checked the pods yet.");
        assertThat(DryRunForecast.of(List.of(), true).words()).isEqualTo("No pods of its ServiceAccounts are running.");
    }

    private static PodSnapshots.Look look(boolean inForce, ObservedPod... pods) {
        return new PodSnapshots.Look(
                NOW,
                Map.ofEntries(List.of(pods).stream()
                        .map(pod -> Map.entry(pod.pod().uid(), pod))
                        .toArray(Map.Entry[]::new)),
                inForce);
    }

    private static ObservedPod pod(String name, ObservedPod.@Nullable Running sidecar) {
        return new ObservedPod(
                new PodReference("shop", name, "uid-" + name, "orders"),
                NOW,
                sidecar,
                List.of(),
                ObservedPod.Clients.UNKNOWN,
                null,
                null,
                sidecar == null ? Prospect.WouldInject : null);
    }
}
