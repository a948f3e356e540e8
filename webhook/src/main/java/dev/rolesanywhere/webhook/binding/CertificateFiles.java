package dev.rolesanywhere.webhook.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rolesanywhere.crds.contract.Sidecar;
import dev.rolesanywhere.crds.trustanchor.External;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The location of a role's certificates that another component issues.
 *
 * @param trustAnchor name of the AWSTrustAnchor
 */
public record CertificateFiles(String trustAnchor, External external) {
    private static final Pattern FITS_A_LABEL = Pattern.compile("[a-z0-9-]{1,40}");

    /** The pod's own volume, or the one that the webhook adds. */
    public String volumeName() {
        String own = external.volume().name();
        return own == null
                ? Sidecar.EXTERNAL_VOLUME_PREFIX
                        + (FITS_A_LABEL.matcher(trustAnchor).matches()
                                ? trustAnchor
                                : UUID.nameUUIDFromBytes(trustAnchor.getBytes(UTF_8))
                                        .toString())
                : own;
    }
}
