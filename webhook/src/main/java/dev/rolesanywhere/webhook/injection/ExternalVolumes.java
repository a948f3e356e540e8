package dev.rolesanywhere.webhook.injection;

import static com.fasterxml.jackson.databind.node.JsonNodeFactory.instance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.crds.binding.Injection.Startup;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.crds.trustanchor.ExternalVolume;
import dev.rolesanywhere.crds.trustanchor.ExternalVolume.Csi;
import dev.rolesanywhere.crds.trustanchor.ExternalVolume.PodCertificate;
import dev.rolesanywhere.webhook.binding.BoundRole;
import dev.rolesanywhere.webhook.binding.CertificateFiles;
import dev.rolesanywhere.webhook.injection.Decision.Refusal;
import dev.rolesanywhere.webhook.injection.Decision.Refuse;
import dev.rolesanywhere.webhook.settings.DeliverySettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Volumes with certificates that another component issues: one for each AWSTrustAnchor of that kind, mounted in the
 * sidecar.
 */
final class ExternalVolumes {
    /** For the group of the files, which is the pod's fsGroup. No other user can read a key. */
    private static final int READABLE_BY_THE_GROUP = 0440;

    private ExternalVolumes() {}

    /** Each AWSTrustAnchor once. */
    static List<CertificateFiles> of(List<BoundRole> roles) {
        return roles.stream()
                .flatMap(role -> Stream.ofNullable(role.files()))
                .distinct()
                .toList();
    }

    static boolean isOurs(String volume) {
        return volume.startsWith(Sidecar.EXTERNAL_VOLUME_PREFIX);
    }

    /** The volume that the webhook adds; empty if the pod already has it. */
    static Optional<ObjectNode> volume(CertificateFiles files) {
        ExternalVolume wanted = files.external().volume();
        ObjectNode volume = instance.objectNode().put("name", files.volumeName());
        if (wanted.csi() != null) {
            csi(volume.putObject("csi"), wanted.csi());
            return Optional.of(volume);
        }
        if (wanted.podCertificate() != null) {
            ObjectNode projected = volume.putObject("projected").put("defaultMode", READABLE_BY_THE_GROUP);
            podCertificate(
                    projected.putArray("sources").addObject().putObject("podCertificate"),
                    wanted.podCertificate(),
                    files.external().certificatePath(),
                    files.external().keyPath());
            return Optional.of(volume);
        }
        return Optional.empty();
    }

    private static void csi(ObjectNode volume, Csi csi) {
        volume.put("driver", csi.driver()).put("readOnly", true);
        Map<String, String> attributes = new TreeMap<>(Objects.requireNonNullElse(csi.volumeAttributes(), Map.of()));
        if (!attributes.isEmpty()) {
            ObjectNode written = volume.putObject("volumeAttributes");
            attributes.forEach(written::put);
        }
    }

    /** With the API server's defaults. */
    private static void podCertificate(ObjectNode source, PodCertificate wanted, String certificate, String key) {
        source.put("signerName", wanted.signerName())
                .put("keyType", Objects.requireNonNullElse(wanted.keyType(), PodCertificate.DEFAULT_KEY_TYPE))
                .put(
                        "maxExpirationSeconds",
                        Objects.requireNonNullElse(wanted.maxExpirationSeconds(), PodCertificate.DEFAULT_SECONDS));
        if (certificate.equals(key)) {
            source.put("credentialBundlePath", certificate);
        } else {
            source.put("keyPath", key).put("certificateChainPath", certificate);
        }
    }

    static ObjectNode mount(CertificateFiles files) {
        return instance.objectNode()
                .put("name", files.volumeName())
                .put("readOnly", true)
                .put("mountPath", Sidecar.EXTERNAL_DIRECTORY + "/" + files.trustAnchor());
    }

    /** Whether the container writes a volume that the sidecar waits for, so that it must start before the sidecar. */
    static boolean isWriter(ContainerView container, List<CertificateFiles> files) {
        return files.stream()
                .map(it -> it.external().volume().name())
                .filter(Objects::nonNull)
                .anyMatch(name -> writes(container, name));
    }

    private static boolean writes(ContainerView container, String volume) {
        return container
                .volumeMounts()
                .anyMatch(mount -> mount.path("name").asText().equals(volume)
                        && !mount.path("readOnly").asBoolean());
    }

    static Optional<Refuse> check(PodView pod, List<BoundRole> roles, DeliverySettings settings) {
        return of(roles).stream()
                .flatMap(files -> check(pod, files, settings).stream())
                .findFirst()
                .map(message -> new Refuse(Refusal.CertificateVolumeUnfit, message));
    }

    private static Optional<String> check(PodView pod, CertificateFiles files, DeliverySettings settings) {
        String owner = files.external().owner();
        if (settings.delivery() == Delivery.NodeAgent) {
            return Optional.of(
                    "the certificates of AWSTrustAnchor %s are in files of the pod that %s writes, which the node agent cannot read: set annotation %s: Endpoint"
                            .formatted(files.trustAnchor(), owner, Annotations.DELIVERY));
        }
        if (files.external().volume().podCertificate() != null && !pod.hasGroupForFiles()) {
            return Optional.of(
                    "the sidecar cannot read the key of the podCertificate volume of AWSTrustAnchor %s, because the file belongs to root: set spec.securityContext.fsGroup of the pod, such as 65532"
                            .formatted(files.trustAnchor()));
        }
        String name = files.external().volume().name();
        if (name == null) {
            return Optional.empty();
        }
        if (pod.volume(name).isMissingNode()) {
            return Optional.of(
                    "the pod has no volume %s, in which AWSTrustAnchor %s expects the certificates of %s: add the volume and the component that writes it"
                            .formatted(name, files.trustAnchor(), owner));
        }
        boolean late = settings.startup() == Startup.WaitForCredentials
                && pod.volume(name).has("emptyDir")
                && pod.initContainers().stream().noneMatch(container -> writes(container, name));
        return late
                ? Optional.of(
                        "no init container writes volume %s, in which AWSTrustAnchor %s expects the certificates of %s, and the pod's containers start only after the credentials sidecar has read them: run the component that writes it as a native sidecar (an init container with restartPolicy: Always), or set annotation %s: DoNotWait"
                                .formatted(name, files.trustAnchor(), owner, Annotations.STARTUP))
                : Optional.empty();
    }
}
