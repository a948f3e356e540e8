package dev.rolesanywhere.webhook.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.naming.InvalidNameException;
import dev.rolesanywhere.crds.naming.ObjectName;
import dev.rolesanywhere.webhook.injection.PodView;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The used part of an {@code admission.k8s.io/v1} AdmissionReview. Every name that enters a URL or a log has been checked.
 *
 * @param pod the pod to create; null for any other object or operation, which is allowed unchanged
 * @param dryRun whether the API server will not store the pod
 */
record AdmissionRequest(
        String uid, String namespace, @Nullable ObjectNode pod, boolean dryRun) {
    static final String API_VERSION = "admission.k8s.io/v1";
    static final String KIND = "AdmissionReview";

    /** Ten times the number in the largest pods; each adds a variable and a mount to the answer. */
    private static final int MOST_CONTAINERS = 1_000;

    /** Of all annotations of this product on one pod, in characters. Kubernetes allows 256 KiB for all annotations. */
    private static final int LONGEST_SETTINGS = 65_536;

    /**
     * @throws NotAnAdmissionReviewException if the API server would not create such a pod
     */
    static AdmissionRequest of(String uid, String namespace, ObjectNode pod, boolean dryRun)
            throws NotAnAdmissionReviewException {
        if (!pod.path("metadata").isObject() || !pod.path("spec").isObject()) {
            throw new NotAnAdmissionReviewException("the AdmissionReview's request.object has no metadata and spec");
        }
        try {
            ObjectName.LABEL.require(namespace, "request.namespace");
            ObjectName.SUBDOMAIN.require(PodView.serviceAccount(pod), "spec.serviceAccountName");
            requireDisplayable(pod);
        } catch (InvalidNameException e) {
            throw new NotAnAdmissionReviewException(String.valueOf(e.getMessage()));
        }
        requireModest(pod);
        return new AdmissionRequest(uid, namespace, pod, dryRun);
    }

    /**
     * Whether the answer must show the pod as if no binding were a dry run. Only if the API server's request is a dry run; the pod's
     * annotation alone has no effect.
     */
    boolean isPreview() {
        return dryRun && pod != null && new PodView(pod).asksForPreview();
    }

    /** Both appear in the log. */
    private static void requireDisplayable(ObjectNode pod) {
        String name = pod.path("metadata").path("name").asText();
        String prefix = pod.path("metadata").path("generateName").asText();
        if (!name.isEmpty()) {
            ObjectName.SUBDOMAIN.require(name, "metadata.name");
        }
        if (!prefix.isEmpty()) {
            ObjectName.SUBDOMAIN.require(prefix + "x", "metadata.generateName");
        }
    }

    private static void requireModest(ObjectNode pod) throws NotAnAdmissionReviewException {
        int containers = pod.path("spec").path("initContainers").size()
                + pod.path("spec").path("containers").size();
        if (containers > MOST_CONTAINERS) {
            throw new NotAnAdmissionReviewException(
                    "the pod has %d containers; the maximum is %d".formatted(containers, MOST_CONTAINERS));
        }
        long settings = pod.path("metadata").path("annotations").properties().stream()
                .filter(entry -> entry.getKey().startsWith(Annotations.DOMAIN + "/"))
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue().asText()))
                .mapToLong(String::length)
                .sum();
        if (settings > LONGEST_SETTINGS) {
            throw new NotAnAdmissionReviewException("the pod's annotations of %s have %d characters; the maximum is %d"
                    .formatted(Annotations.DOMAIN, settings, LONGEST_SETTINGS));
        }
    }
}
