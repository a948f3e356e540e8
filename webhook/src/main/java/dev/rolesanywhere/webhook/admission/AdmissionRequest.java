package dev.rolesanywhere.webhook.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.naming.InvalidNameException;
import dev.rolesanywhere.crds.naming.ObjectName;
import dev.rolesanywhere.webhook.injection.PodView;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of an {@code admission.k8s.io/v1} AdmissionReview is read. Every name that enters a URL or a log has been checked.
 *
 * @param pod the pod to create; null for any other object or operation, which is let through as it is
 * @param dryRun whether the API server will keep nothing of the pod
 */
record AdmissionRequest(
        String uid, String namespace, @Nullable ObjectNode pod, boolean dryRun) {
    static final String API_VERSION = "admission.k8s.io/v1";
    static final String KIND = "AdmissionReview";

    /** Ten times what the largest pods have; each costs a variable and a mount in the answer. */
    private static final int MOST_CONTAINERS = 1_000;

    /** Of all annotations of this product on one pod, in characters. Kubernetes allows 256 KiB for all annotations. */
    private static final int LONGEST_SETTINGS = 65_536;

    /**
     * @throws NotAnAdmissionReviewException where the API server would create no such pod
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
     * Whether the answer is to show what the pod would be if no binding were a dry run. The API server says that it keeps nothing; what the
     * pod says alone has no effect.
     */
    boolean isPreview() {
        return dryRun && pod != null && new PodView(pod).asksForPreview();
    }

    /** The log shows both. */
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
                    "the pod has %d containers: write at most %d".formatted(containers, MOST_CONTAINERS));
        }
        long settings = pod.path("metadata").path("annotations").properties().stream()
                .filter(entry -> entry.getKey().startsWith(Annotations.DOMAIN + "/"))
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue().asText()))
                .mapToLong(String::length)
                .sum();
        if (settings > LONGEST_SETTINGS) {
            throw new NotAnAdmissionReviewException("the pod's annotations of %s have %d characters: write at most %d"
                    .formatted(Annotations.DOMAIN, settings, LONGEST_SETTINGS));
        }
    }
}
