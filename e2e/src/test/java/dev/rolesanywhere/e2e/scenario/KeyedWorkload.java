package dev.rolesanywhere.e2e.scenario;

import static dev.rolesanywhere.e2e.scenario.Workload.container;

import dev.rolesanywhere.plugin.workload.Maker;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import java.util.Map;

/**
 * A user's workload with keys of an IAM user.
 *
 * @param calls whether it calls AWS once, when it starts; the others only run, which needs less CPU of a busy node
 */
record KeyedWorkload(Maker maker, String name, Way way, String serviceAccount, boolean calls) {
    /** The way in which the container gets the key. */
    enum Way {
        /** Each variable from the Secret {@code keys}. */
        Env,
        EnvFrom,
        /** From a Secret that contains other settings too. */
        EnvFromMixed,
        /** In the spec itself. */
        Literal,
        /** A mounted credentials file, from the Secret {@code file}. */
        File,
        /** None: the ServiceAccount has EKS's annotation. */
        EKS
    }

    HasMetadata object(String namespace, String key, String secretKey) {
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(labels())
                .build();
        PodTemplateSpec template = new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels())
                .endMetadata()
                .withSpec(spec(key, secretKey))
                .build();
        return switch (maker) {
            case Deployment ->
                new DeploymentBuilder()
                        .withMetadata(metadata)
                        .withNewSpec()
                        .withNewSelector()
                        .withMatchLabels(labels())
                        .endSelector()
                        .withTemplate(template)
                        .endSpec()
                        .build();
            case StatefulSet ->
                new StatefulSetBuilder()
                        .withMetadata(metadata)
                        .withNewSpec()
                        .withServiceName(name)
                        .withNewSelector()
                        .withMatchLabels(labels())
                        .endSelector()
                        .withTemplate(template)
                        .endSpec()
                        .build();
            case DaemonSet ->
                new DaemonSetBuilder()
                        .withMetadata(metadata)
                        .withNewSpec()
                        .withNewSelector()
                        .withMatchLabels(labels())
                        .endSelector()
                        .withTemplate(template)
                        .endSpec()
                        .build();
            case ReplicaSet ->
                new ReplicaSetBuilder()
                        .withMetadata(metadata)
                        .withNewSpec()
                        .withReplicas(1)
                        .withNewSelector()
                        .withMatchLabels(labels())
                        .endSelector()
                        .withTemplate(template)
                        .endSpec()
                        .build();
            case CronJob ->
                new CronJobBuilder()
                        .withMetadata(metadata)
                        .withNewSpec()
                        .withSchedule("0 0 1 1 *")
                        .withNewJobTemplate()
                        .withNewSpec()
                        .withBackoffLimit(0)
                        .withTemplate(template)
                        .endSpec()
                        .endJobTemplate()
                        .endSpec()
                        .build();
            case Pod ->
                new PodBuilder()
                        .withMetadata(metadata)
                        .withSpec(template.getSpec())
                        .build();
            case Job -> throw new IllegalStateException("a Job cannot be migrated");
        };
    }

    private Map<String, String> labels() {
        return Map.of("app", name);
    }

    private PodSpec spec(String key, String secretKey) {
        PodSpecBuilder spec = new PodSpecBuilder()
                .withServiceAccountName(serviceAccount)
                .withRestartPolicy(maker == Maker.CronJob ? "Never" : "Always")
                .withTerminationGracePeriodSeconds(1L)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withContainers(app(key, secretKey));
        return way == Way.File
                ? spec.addNewVolume()
                        .withName("aws")
                        .withNewSecret()
                        .withSecretName("file")
                        .endSecret()
                        .endVolume()
                        .build()
                : spec.build();
    }

    private Container app(String key, String secretKey) {
        String script = calls ? "python3 /whoami.py" : "true";
        ContainerBuilder app = container("app", Installation.PYTHON_IMAGE)
                .withCommand(
                        "sh",
                        "-c",
                        maker == Maker.CronJob ? script : "trap 'exit 0' TERM; " + script + "; sleep 100000 & wait")
                .addNewEnv()
                .withName("AWS_DEFAULT_REGION")
                .withValue("eu-west-1")
                .endEnv();
        return switch (way) {
            case Env ->
                fromSecret(fromSecret(app, "AWS_ACCESS_KEY_ID"), "AWS_SECRET_ACCESS_KEY")
                        .build();
            case EnvFrom ->
                app.addNewEnvFrom().withNewSecretRef("keys", false).endEnvFrom().build();
            case EnvFromMixed ->
                app.addNewEnvFrom()
                        .withNewSecretRef("settings", false)
                        .endEnvFrom()
                        .build();
            case Literal ->
                app.addNewEnv()
                        .withName("AWS_ACCESS_KEY_ID")
                        .withValue(key)
                        .endEnv()
                        .addNewEnv()
                        .withName("AWS_SECRET_ACCESS_KEY")
                        .withValue(secretKey)
                        .endEnv()
                        .build();
            case File ->
                app.addNewEnv()
                        .withName("AWS_SHARED_CREDENTIALS_FILE")
                        .withValue("/aws/credentials")
                        .endEnv()
                        .addNewVolumeMount()
                        .withName("aws")
                        .withMountPath("/aws")
                        .endVolumeMount()
                        .build();
            case EKS -> app.build();
        };
    }

    private static ContainerBuilder fromSecret(ContainerBuilder app, String variable) {
        return app.addNewEnv()
                .withName(variable)
                .withNewValueFrom()
                .withNewSecretKeyRef(variable, "keys", false)
                .endValueFrom()
                .endEnv();
    }
}
