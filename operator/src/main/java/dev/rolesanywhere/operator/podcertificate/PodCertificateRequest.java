package dev.rolesanywhere.operator.podcertificate;

import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.pki.issuance.LivePod;
import dev.rolesanywhere.pki.issuance.PodCertificateClaim;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The used fields of a PodCertificateRequest, independent of its API version.
 *
 * @param longest {@code spec.maxExpirationSeconds}
 * @param annotations {@code spec.unverifiedUserAnnotations}, which the pod's author wrote
 * @param publicKey DER; empty if the API version has a PKCS#10 request instead
 * @param proof of possession, a signature of the pod's UID
 * @param stub PKCS#10 in DER that contains only the key; empty if the API version has a public key instead
 */
@SuppressWarnings("ArrayRecordComponent") // only passed on, never compared
record PodCertificateRequest(
        PodReference pod,
        String serviceAccountUid,
        String node,
        Duration longest,
        Map<String, String> annotations,
        byte[] publicKey,
        byte[] proof,
        byte[] stub) {

    /** Missing fields and fields of another type are empty. The code that needs them rejects the request later. */
    static PodCertificateRequest of(GenericKubernetesResource object) {
        return new PodCertificateRequest(
                new PodReference(
                        object.getMetadata().getNamespace(),
                        text(object, "podName"),
                        text(object, "podUID"),
                        text(object, "serviceAccountName")),
                text(object, "serviceAccountUID"),
                text(object, "nodeName"),
                object.get("spec", "maxExpirationSeconds") instanceof Number seconds
                        ? Duration.ofSeconds(seconds.longValue())
                        : Duration.ZERO,
                annotations(object.get("spec", "unverifiedUserAnnotations")),
                bytes(object, "pkixPublicKey"),
                bytes(object, "proofOfPossession"),
                bytes(object, "stubPKCS10Request"));
    }

    /** Whether it was issued, denied or failed. It cannot be changed then. */
    static boolean isAnswered(GenericKubernetesResource object) {
        return object.get("status", "conditions") instanceof List<?> conditions && !conditions.isEmpty();
    }

    PodCertificateClaim claim(@Nullable LivePod live, @Nullable String liveServiceAccountUid, Instant now) {
        return new PodCertificateClaim(
                pod.namespace(),
                pod.name(),
                pod.uid(),
                pod.serviceAccount(),
                serviceAccountUid,
                node,
                live,
                liveServiceAccountUid,
                now);
    }

    private static String text(GenericKubernetesResource object, String member) {
        return object.get("spec", member) instanceof String text ? text : "";
    }

    private static byte[] bytes(GenericKubernetesResource object, String member) {
        try {
            return Base64.getDecoder().decode(text(object, member));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static Map<String, String> annotations(@Nullable Object member) {
        Map<String, String> annotations = new LinkedHashMap<>();
        if (member instanceof Map<?, ?> map) {
            map.forEach((key, value) -> annotations.put(String.valueOf(key), String.valueOf(value)));
        }
        return annotations;
    }

    @Override
    public String toString() {
        return "PodCertificateRequest[" + pod + "]";
    }
}
