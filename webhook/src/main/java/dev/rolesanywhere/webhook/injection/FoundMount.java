package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.crds.contract.Sidecar;
import java.util.List;
import java.util.Set;

/**
 * A mount that another component added to a container of ours, such as certificates of a company. It must not cover the
 * program or our own mounts.
 */
final class FoundMount {
    private static final List<Directory> NEEDED = List.of(
            Directory.of("/app"),
            Directory.of("/opt/java"),
            Directory.of("/bin"),
            Directory.of("/lib"),
            Directory.of("/lib64"),
            Directory.of("/usr/lib"),
            Directory.of("/usr/lib64"),
            Directory.of("/etc/ld.so.preload"),
            Directory.of("/etc/ld.so.cache"),
            Directory.of("/etc/ld.so.conf"),
            Directory.of("/etc/ld.so.conf.d"),
            Directory.of("/dev"),
            Directory.of("/proc"),
            Directory.of("/sys"),
            Directory.of(Sidecar.CREDENTIALS_DIRECTORY),
            Directory.of(Sidecar.ISSUER_TOKEN_DIRECTORY),
            Directory.of(Sidecar.EXTERNAL_DIRECTORY),
            Directory.of(NodeAgent.TOKEN_DIRECTORY),
            Directory.of(ContainerParts.API_TOKEN_DIRECTORY));

    private static final Set<String> OURS = Set.of(
            Sidecar.CREDENTIALS_VOLUME,
            Sidecar.ISSUER_TOKEN_VOLUME,
            NodeAgent.TOKEN_VOLUME,
            Sidecar.OLD_CREDENTIALS_VOLUME,
            Sidecar.OLD_ISSUER_TOKEN_VOLUME);
    /** The kubelet's volume of the API token. The sidecar may use only its own token. */
    private static final String API_TOKEN_VOLUME = "kube-api-access-";

    private FoundMount() {}

    static boolean isHarmless(JsonNode mount) {
        String volume = mount.path("name").asText();
        String path = mount.path("mountPath").asText();
        return path.startsWith("/")
                && !volume.startsWith(API_TOKEN_VOLUME)
                && !OURS.contains(volume)
                && NEEDED.stream().noneMatch(Directory.of(path)::liesAboveOrBelow);
    }
}
