package dev.rolesanywhere.operator.purpose;

import dev.rolesanywhere.crds.contract.Annotations;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The permitted use of a Secret in the operator's namespace. An AWSTrustAnchor or AWSRole can name any Secret there, so the Secret
 * itself must allow it by annotation. Otherwise authors of these objects could make the operator sign with another trust anchor's CA
 * or with our own TLS authority.
 */
public enum Purpose {
    CERTIFICATE_AUTHORITY(Annotations.CERTIFICATE_AUTHORITY_OF),
    PIN(Annotations.PIN_OF),
    PROXY(Annotations.PROXY),
    CA_BUNDLE(Annotations.CA_BUNDLE);

    /** The one value of {@link #PROXY} and {@link #CA_BUNDLE}, which are not owned by a single object. */
    private static final String ANY = "true";

    private final String annotation;

    Purpose(String annotation) {
        this.annotation = annotation;
    }

    /**
     * @param annotations of the Secret
     * @param trustAnchor the name of the AWSTrustAnchor that uses it; without meaning for a proxy and a CA bundle
     */
    public boolean allows(@Nullable Map<String, String> annotations, String trustAnchor) {
        String value = annotations == null ? null : annotations.get(annotation);
        String wanted = value(trustAnchor);
        return value != null
                && Arrays.stream(value.split(",", -1)).map(String::strip).anyMatch(wanted::equals);
    }

    /** The message for a Secret without the annotation. */
    public String advice(String secret, String trustAnchor) {
        return ("Secret '%1$s' in the operator's namespace is not annotated for this use. To allow it, annotate the Secret in that"
                        + " namespace: 'kubectl annotate secret %1$s %2$s=%3$s'.")
                .formatted(secret, annotation, value(trustAnchor));
    }

    private String value(String trustAnchor) {
        return switch (this) {
            case CERTIFICATE_AUTHORITY, PIN -> trustAnchor;
            case PROXY, CA_BUNDLE -> ANY;
        };
    }
}
