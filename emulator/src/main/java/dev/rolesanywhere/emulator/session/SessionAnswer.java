package dev.rolesanywhere.emulator.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.subject.Subject;
import java.util.List;

/** The body of CreateSession's {@code 201}. */
final class SessionAnswer {
    /** AWS's measure of how full the session's packed policy is, in percent; opaque, and roughly this for a few tags. */
    private static final int PACKED_POLICY_SIZE = 10;

    private SessionAnswer() {}

    static Answer of(Session session, Subject subject) {
        ObjectNode credentialSet = Json.object()
                .put("packedPolicySize", PACKED_POLICY_SIZE)
                .put("roleArn", session.role().toString())
                .put("sourceIdentity", session.sourceIdentity());
        credentialSet
                .putObject("assumedRoleUser")
                .put("arn", session.assumedRole().toString())
                .put("assumedRoleId", session.assumedRoleId());
        credentialSet
                .putObject("credentials")
                .put("accessKeyId", session.keys().accessKeyId())
                .put("secretAccessKey", session.keys().secretAccessKey())
                .put("sessionToken", session.keys().sessionToken())
                .put("expiration", session.expiresAt().toString());
        ObjectNode body = Json.object();
        body.set("credentialSet", Json.array(List.of(credentialSet)));
        return Answer.json(201, body.put("subjectArn", subject.arn().toString()));
    }
}
