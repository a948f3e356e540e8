package dev.rolesanywhere.emulator.subject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.arn.Arn;
import dev.rolesanywhere.emulator.protocol.Json;
import java.time.Instant;

/**
 * A certificate identity that has had a session.
 *
 * @param x509Subject the distinguished name it is keyed by, RFC 2253
 */
public record Subject(Arn arn, String x509Subject, Instant createdAt, Instant lastSeenAt) {
    ObjectNode json() {
        return Json.object()
                .put("subjectArn", arn.toString())
                .put("subjectId", arn.name())
                .put("enabled", true)
                .put("x509Subject", x509Subject)
                .put("createdAt", createdAt.toString())
                .put("updatedAt", lastSeenAt.toString())
                .put("lastSeenAt", lastSeenAt.toString());
    }
}
