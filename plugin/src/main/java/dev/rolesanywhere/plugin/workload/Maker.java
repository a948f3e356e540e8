package dev.rolesanywhere.plugin.workload;

import dev.rolesanywhere.plugin.cluster.ExitCode;
import dev.rolesanywhere.plugin.cluster.PluginException;
import dev.rolesanywhere.plugin.cluster.Seen;
import dev.rolesanywhere.plugin.cluster.Session;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A kind of object that creates pods, or a pod itself. Spelled as in Kubernetes. */
public enum Maker {
    Deployment(List.of("deployment", "deployments", "deploy"), List.of("spec", "template")),
    StatefulSet(List.of("statefulset", "statefulsets", "sts"), List.of("spec", "template")),
    DaemonSet(List.of("daemonset", "daemonsets", "ds"), List.of("spec", "template")),
    ReplicaSet(List.of("replicaset", "replicasets", "rs"), List.of("spec", "template")),
    CronJob(List.of("cronjob", "cronjobs", "cj"), List.of("spec", "jobTemplate", "spec", "template")),
    Job(List.of("job", "jobs"), List.of("spec", "template")),
    Pod(List.of("pod", "pods", "po"), List.of());

    private final List<String> words;
    private final List<String> template;

    Maker(List<String> words, List<String> template) {
        this.words = List.copyOf(words);
        this.template = List.copyOf(template);
    }

    /** The kind's name for kubectl's arguments. */
    public static Optional<Maker> of(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(maker -> maker.words.contains(lower))
                .findFirst();
    }

    public static String known() {
        return Arrays.stream(values()).map(Maker::word).collect(Collectors.joining(", "));
    }

    /** The preferred name for kubectl's arguments. */
    public String word() {
        return words.getFirst();
    }

    /** The path to the pod template in an object of this kind. */
    public List<String> template() {
        return template;
    }

    /** The pod template, with labels and annotations. */
    public PodTemplateSpec read(Session session, String name) {
        return switch (this) {
            case Deployment -> get(session, Deployment.class, name).getSpec().getTemplate();
            case StatefulSet -> get(session, StatefulSet.class, name).getSpec().getTemplate();
            case DaemonSet -> get(session, DaemonSet.class, name).getSpec().getTemplate();
            case ReplicaSet -> get(session, ReplicaSet.class, name).getSpec().getTemplate();
            case CronJob ->
                get(session, CronJob.class, name)
                        .getSpec()
                        .getJobTemplate()
                        .getSpec()
                        .getTemplate();
            case Job -> get(session, Job.class, name).getSpec().getTemplate();
            case Pod -> asTemplate(get(session, Pod.class, name));
        };
    }

    private static PodTemplateSpec asTemplate(Pod pod) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(pod.getMetadata().getLabels())
                .withAnnotations(pod.getMetadata().getAnnotations())
                .endMetadata()
                .withSpec(pod.getSpec())
                .build();
    }

    private <T extends HasMetadata> T get(Session session, Class<T> kind, String name) {
        String namespace = session.namespace();
        return Seen.optional(word() + "s of namespace " + namespace, () -> session.client()
                        .resources(kind)
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .get()
                .orElseThrow(() -> new PluginException(
                        ExitCode.USAGE,
                        "%s %s does not exist in namespace %s. To list the existing ones run 'kubectl get %s -n %s'; choose another namespace with -n."
                                .formatted(word(), name, namespace, word(), namespace)));
    }
}
