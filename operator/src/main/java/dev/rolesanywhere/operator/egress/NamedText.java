package dev.rolesanywhere.operator.egress;

import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.egress.AWSAccess.EntryReference;
import dev.rolesanywhere.operator.purpose.Purpose;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The text of an entry that settings reference. */
sealed interface NamedText {
    /**
     * @param text may hold a password
     * @param entry its location, for messages: {@code entry 'ca.crt' of ConfigMap 'corporate-ca'}
     */
    record Text(String text, String entry) implements NamedText {
        @Override
        public String toString() {
            return entry;
        }
    }

    /** @param message says what to correct; contains no data of a Secret */
    record Missing(String message) implements NamedText {}

    String PROXY_ENTRY = "proxy";
    String BUNDLE_ENTRY = "ca.crt";

    /** The proxy's URL; absent without a reference. */
    static Optional<NamedText> proxy(AWSAccess settings, EgressSources sources) {
        if (settings.proxySecretRef() != null) {
            EntryReference reference =
                    new EntryReference(settings.proxySecretRef().name(), PROXY_ENTRY);
            return Optional.of(secret("proxySecretRef", reference, PROXY_ENTRY, Purpose.PROXY, sources));
        }
        return Optional.ofNullable(settings.proxyConfigMapRef())
                .map(reference -> configMap("proxyConfigMapRef", reference, PROXY_ENTRY, sources));
    }

    /** The PEM of further authorities; absent without a reference. */
    static Optional<NamedText> bundle(AWSAccess settings, EgressSources sources) {
        if (settings.caBundleSecretRef() != null) {
            return Optional.of(secret(
                    "caBundleSecretRef", settings.caBundleSecretRef(), BUNDLE_ENTRY, Purpose.CA_BUNDLE, sources));
        }
        return Optional.ofNullable(settings.caBundleConfigMapRef())
                .map(reference -> configMap("caBundleConfigMapRef", reference, BUNDLE_ENTRY, sources));
    }

    private static NamedText secret(
            String field, EntryReference reference, String usual, Purpose purpose, EgressSources sources) {
        String name = reference.name();
        Optional<Secret> found = sources.secrets().apply(name);
        if (found.isEmpty()) {
            return absent(field, "Secret", name, key(reference, usual));
        }
        if (!purpose.allows(found.get().getMetadata().getAnnotations(), "")) {
            return new Missing(field + EgressDecision.WHERE + ": " + purpose.advice(name, ""));
        }
        return entry("Secret", reference, usual, decoded(found.get().getData(), key(reference, usual)));
    }

    private static NamedText configMap(String field, EntryReference reference, String usual, EgressSources sources) {
        Optional<ConfigMap> found = sources.configMaps().apply(reference.name());
        return found.map(map -> entry(
                        "ConfigMap",
                        reference,
                        usual,
                        Optional.ofNullable(map.getData()).map(data -> data.get(key(reference, usual)))))
                .orElseGet(() -> absent(field, "ConfigMap", reference.name(), key(reference, usual)));
    }

    private static NamedText entry(String kind, EntryReference reference, String usual, Optional<String> text) {
        String key = key(reference, usual);
        return text.<NamedText>map(it -> new Text(it, "entry '%s' of %s '%s'".formatted(key, kind, reference.name())))
                .orElseGet(() -> new Missing("%s '%s' in the operator's namespace has no entry '%s'. Add the entry: %s."
                        .formatted(kind, reference.name(), key, form(usual))));
    }

    private static Missing absent(String field, String kind, String name, String key) {
        return new Missing(
                "%s%s names %s '%s', which does not exist in the operator's namespace. Create it with the entry '%s', %s."
                        .formatted(
                                field,
                                EgressDecision.WHERE,
                                kind,
                                name,
                                key,
                                form(field.startsWith("proxy") ? PROXY_ENTRY : BUNDLE_ENTRY)));
    }

    private static String form(String usual) {
        return usual.equals(PROXY_ENTRY) ? EgressDecision.FORM : "PEM certificates";
    }

    private static String key(EntryReference reference, String usual) {
        return Objects.requireNonNullElse(reference.key(), usual);
    }

    private static Optional<String> decoded(@Nullable Map<String, String> data, String key) {
        try {
            return Optional.ofNullable(data)
                    .map(it -> it.get(key))
                    .map(base64 -> new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
