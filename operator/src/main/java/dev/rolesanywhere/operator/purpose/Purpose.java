package dev.rolesanywhere.operator.purpose;

import dev.rolesanywhere.crds.contract.Annotations;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Secret of the operator's namespace may be used for. An AWSTrustAnchor or an AWSRole can name any of them, so that the Secret itself must say,
 * by annotation, that it is meant: otherwise who may write these objects could have the operator sign with another trust anchor's CA, or with our own
 * TLS authority.
 */
public enum Purpose {
    CERTIFICATE_AUTHORITY(Annotations.CERTIFICATE_AUTHORITY_OF),
    PIN(Annotations.PIN_OF),
    PROXY(Annotations.PROXY),
    CA_BUNDLE(Annotations.CA_BUNDLE);

    /** The one value of {@link #PROXY} and {@link #CA_BUNDLE}, which no single object owns. */
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

    /** What to do where a Secret is not meant. */
    public String advice(String secret, String trustAnchor) {
        return ("Secret '%1$s' of the operator's namespace is not meant for this. If it is, say so on the Secret: 'kubectl annotate secret %1$s %2$s=%3$s'"
                        + " in that namespace.")
                .formatted(secret, annotation, value(trustAnchor));
    }

    private String value(String trustAnchor) {
        return switch (this) {
            case CERTIFICATE_AUTHORITY, PIN -> trustAnchor;
            case PROXY, CA_BUNDLE -> ANY;
        };
    }
}
