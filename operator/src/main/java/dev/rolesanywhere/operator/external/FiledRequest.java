package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.authorities.certmanager.LeafRequests.Condition;
import dev.rolesanywhere.authorities.certmanager.LeafRequests.Filed;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a CertificateRequest. Fields that do not match its schema count as absent. */
final class FiledRequest {
    private FiledRequest() {}

    static Filed of(GenericKubernetesResource request) {
        Object conditions = request.get("status", "conditions");
        return new Filed(
                request.getMetadata().getName(),
                Objects.requireNonNullElse(time(request.getMetadata().getCreationTimestamp()), Instant.EPOCH),
                conditions instanceof List<?> all
                        ? all.stream().flatMap(FiledRequest::condition).toList()
                        : List.of(),
                decoded(request.get("status", "certificate")));
    }

    private static Stream<Condition> condition(@Nullable Object written) {
        return written instanceof Map<?, ?> fields
                ? Stream.of(new Condition(
                        text(fields.get("type")),
                        text(fields.get("status")).equals("True"),
                        text(fields.get("reason")),
                        text(fields.get("message")),
                        time(fields.get("lastTransitionTime"))))
                : Stream.empty();
    }

    private static String decoded(@Nullable Object base64) {
        try {
            return base64 instanceof String text
                    ? new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)
                    : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static @Nullable Instant time(@Nullable Object written) {
        try {
            return written instanceof String text ? Instant.parse(text) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
