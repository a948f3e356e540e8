package dev.rolesanywhere.sidecar.fault;

import dev.rolesanywhere.client.json.JsonWriter;
import dev.rolesanywhere.emulator.Emulator;
import dev.rolesanywhere.emulator.EmulatorSettings;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.session.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** AWS, in the shape of the emulator, with one trust anchor, one profile and the role orders-reader. */
public final class EmulatedAws implements AutoCloseable {
    public static final Duration SESSION = Duration.ofHours(6);
    private static final String ANCHOR = "0a1b2c3d-0000-4000-8000-000000000001";
    private static final String PROFILE = "0a1b2c3d-0000-4000-8000-000000000002";
    private static final String ROLES_ANYWHERE = "arn:aws:rolesanywhere:us-east-1:111122223333:";
    private static final String ROLE = "arn:aws:iam::111122223333:role/orders-reader";

    public static final String TARGET = "arn:aws:iam::444455556666:role/reports-writer";

    private final Emulator emulator;
    private final EmulatorAdmin admin;
    private volatile @Nullable TargetSettings target;

    /** The AWSRole's targetRole. */
    public record TargetSettings(
            String externalId, @Nullable String policy, Map<String, String> tags) {}

    public EmulatedAws(Clock clock) throws Exception {
        emulator = Emulator.start(EmulatorSettings.local().withClock(clock));
        admin = new EmulatorAdmin(emulator.endpoint());
    }

    /** Registers a CA, PEM. */
    public void trust(String caBundle) throws IOException {
        trust(caBundle, "{\"StringEquals\": {\"aws:PrincipalTag/x509Subject/OU\": \"orders-reader\"}}");
    }

    /** @param condition of the role's trust policy, JSON */
    public void trust(String caBundle, String condition) throws IOException {
        emulator.define(Json.read(configuration(caBundle, condition).getBytes(StandardCharsets.UTF_8)));
    }

    public Emulator emulator() {
        return emulator;
    }

    public void fault(String json) throws Exception {
        admin.call("PUT", "/_emulator/faults", json);
    }

    public void noFaults() throws Exception {
        admin.call("DELETE", "/_emulator/faults", "");
        admin.deleteCrls();
    }

    /** @param crl DER */
    void revoke(byte[] crl) {
        admin.importCrl(ROLES_ANYWHERE + "trust-anchor/" + ANCHOR, crl);
    }

    /** The number of sessions that the emulator gave. */
    public int sessions() {
        return emulator.sessions().all().size();
    }

    /** From the next answer on the role has this target role. */
    public void target(@Nullable TargetSettings settings) {
        target = settings;
    }

    /** Changes in AWS: a role's name and definition. */
    public void define(String role, String json) throws Exception {
        admin.call("PUT", "/_emulator/roles/" + role, json);
    }

    /** The sessions of a role, by name, oldest first. */
    public List<Session> sessionsOf(String role) {
        return emulator.sessions().all().stream()
                .filter(session -> session.role().name().equals(role))
                .toList();
    }

    /** The members of the issued role that are not of its certificate. */
    public JsonWriter role() {
        JsonWriter json = new JsonWriter()
                .member("name", "orders-reader")
                .member("profile", "orders-reader")
                .member("default", true)
                .member("roleARN", ROLE)
                .member("profileARN", ROLES_ANYWHERE + "profile/" + PROFILE)
                .member("trustAnchorARN", ROLES_ANYWHERE + "trust-anchor/" + ANCHOR)
                .member("region", "us-east-1")
                .member("sessionDurationSeconds", SESSION.toSeconds())
                .member(
                        "aws",
                        new JsonWriter()
                                .member("endpoint", emulator.endpoint().toString())
                                .member("stsEndpoint", emulator.endpoint().toString()));
        TargetSettings settings = target;
        return settings == null
                ? json
                : json.member(
                        "targetRole",
                        new JsonWriter()
                                .member("roleARN", TARGET)
                                .member("roleSessionName", "orders-7d9f")
                                .member("durationSeconds", 3600)
                                .member("externalId", settings.externalId())
                                .member("sessionPolicy", settings.policy())
                                .member("tags", settings.tags()));
    }

    /** The settings of a separate client: the ARNs by the members' names of {@link #role}. */
    public Map<String, String> arns() {
        return Map.of(
                "roleARN", ROLE,
                "profileARN", ROLES_ANYWHERE + "profile/" + PROFILE,
                "trustAnchorARN", ROLES_ANYWHERE + "trust-anchor/" + ANCHOR);
    }

    private static String configuration(String pem, String condition) {
        return """
            {"trustAnchors": [{"id": "%s", "name": "prod", "certificates": "%s"}],
             "profiles": [{"id": "%s", "name": "apps", "durationSeconds": 21600, "roleArns": ["%s"]}],
             "roles": [{"name": "reports-writer", "account": "444455556666", "trustPolicy":
               {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                "Principal": {"AWS": "%s"},
                "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
                "Condition": {"StringEquals": {"sts:ExternalId": "prod-1/orders",
                                               "aws:PrincipalTag/x509Subject/OU": "orders-reader"}}}]}},
               {"name": "orders-reader", "maxSessionDuration": 43200, "policy":
               {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], "Resource": "%s"}]}, "trustPolicy":
               {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                "Principal": {"Service": "rolesanywhere.amazonaws.com"},
                "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
                "Condition": %s}]}}]}\
            """.formatted(ANCHOR, pem.replace("\n", "\\n"), PROFILE, ROLE, ROLE, TARGET, condition);
    }

    @Override
    public void close() throws Exception {
        emulator.close();
    }
}
