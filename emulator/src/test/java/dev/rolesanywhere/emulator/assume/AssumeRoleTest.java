package dev.rolesanywhere.emulator.assume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.fixture.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rolesanywhere.RolesAnywhereClient;
import software.amazon.awssdk.services.rolesanywhere.model.RolesAnywhereException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.StsException;
import software.amazon.awssdk.services.sts.model.Tag;

/** The AWS SDK's own STS client assumes a role of a second account with a session of CreateSession. */
class AssumeRoleTest {
    private static final String TARGET = "arn:aws:iam::444455556666:role/reports-writer";
    private static final String PERMISSION = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
              "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], "Resource": "%s"}]}""".formatted(TARGET);
    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
              "Principal": {"AWS": "arn:aws:iam::111122223333:role/orders-reader"},
              "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
              "Condition": {"StringEquals": {"sts:ExternalId": "prod-1/orders",
                                             "aws:PrincipalTag/x509Subject/OU": "orders-reader"}}}]}""";

    @Test
    void a_session_of_the_other_account_keeps_the_source_identity() {
        try (Scenario scenario = chained();
                StsClient sts = sts(scenario)) {
            AssumeRoleResponse answer = sts.assumeRole(request()
                    .tags(tag("team", "a b"), tag("stage", "prod"))
                    .transitiveTagKeys("team")
                    .policy("{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}]}")
                    .build());

            assertThat(answer.assumedRoleUser().arn())
                    .isEqualTo("arn:aws:sts::444455556666:assumed-role/reports-writer/orders-7d9f");
            assertThat(answer.credentials().expiration())
                    .isCloseTo(Instant.now().plus(Duration.ofHours(1)), within(1, ChronoUnit.MINUTES));
            JsonNode session = scenario.request("GET", "/_emulator/sessions", "")
                    .json()
                    .path("sessions")
                    .path(1);
            assertThat(answer.sourceIdentity())
                    .isNotEmpty()
                    .isEqualTo(session.path("sourceIdentity").asText());
            assertThat(session.path("sessionTags").path("team").asText()).isEqualTo("a b");
            assertThat(session.path("sessionTags").path("stage").asText()).isEqualTo("prod");
            assertThat(session.path("firstSessionArn").asText()).contains("assumed-role/orders-reader/");
            assertThat(session.at("/sessionPolicy/Statement/0/Action").asText()).isEqualTo("s3:*");
            try (StsClient next = sts(scenario, credentials(answer))) {
                assertThat(next.getCallerIdentity().arn())
                        .isEqualTo(answer.assumedRoleUser().arn());
                assertThat(next.getCallerIdentity().account()).isEqualTo("444455556666");
            }
        }
    }

    record Case(
            String what,
            Consumer<Scenario> before,
            UnaryOperator<AssumeRoleRequest.Builder> change,
            int status,
            String code,
            String message) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Case> refusals() {
        return Stream.of(
                denied("an absent external ID", s -> {}, request -> request.externalId(null), "sts:AssumeRole"),
                denied("another external ID", s -> {}, request -> request.externalId("other"), "sts:AssumeRole"),
                denied(
                        "a role that is not there",
                        s -> s.admin("DELETE", "/_emulator/roles/reports-writer", ""),
                        request -> request,
                        "sts:AssumeRole"),
                denied(
                        "a trust policy of another principal",
                        s -> target(s, TRUST.replace("role/orders-reader", "role/other")),
                        request -> request,
                        "sts:AssumeRole"),
                denied(
                        "a trust policy of another AWSRole",
                        s -> target(s, TRUST.replace("OU\": \"orders-reader", "OU\": \"other")),
                        request -> request,
                        "sts:AssumeRole"),
                denied(
                        "a trust policy without sts:SetSourceIdentity",
                        s -> target(s, TRUST.replace(", \"sts:SetSourceIdentity\"", "")),
                        request -> request,
                        "sts:SetSourceIdentity"),
                denied(
                        "tags with a trust policy without sts:TagSession",
                        s -> target(s, TRUST.replace("\"sts:TagSession\", ", "")),
                        request -> request.tags(tag("team", "a")),
                        "sts:TagSession"),
                denied(
                        "no policy of the first role",
                        s -> first(s, "{\"Statement\": []}"),
                        request -> request,
                        "sts:AssumeRole"),
                denied(
                        "a policy of the first role without sts:SetSourceIdentity",
                        s -> first(s, PERMISSION.replace(", \"sts:SetSourceIdentity\"", "")),
                        request -> request,
                        "sts:SetSourceIdentity"),
                denied(
                        "tags with a policy of the first role without sts:TagSession",
                        s -> first(s, PERMISSION.replace("\"sts:TagSession\", ", "")),
                        request -> request.tags(tag("team", "a")),
                        "sts:TagSession"),
                invalid(
                        "more than an hour",
                        request -> request.durationSeconds(3601),
                        "ValidationError",
                        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."),
                invalid(
                        "less than a quarter of an hour",
                        request -> request.durationSeconds(899),
                        "ValidationError",
                        "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint:"
                                + " Member must have value greater than or equal to 900"),
                invalid(
                        "a policy that is none",
                        request -> request.policy("{\"Statement\": [{\"Effect\": \"Maybe\"}]}"),
                        "MalformedPolicyDocument",
                        "Syntax errors in policy."),
                invalid(
                        "a policy that is too long",
                        request -> request.policy("{\"x\": \"" + "x".repeat(2048) + "\"}"),
                        "ValidationError",
                        "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have"
                                + " length less than or equal to 2048"),
                invalid(
                        "51 tags",
                        request -> request.tags(IntStream.range(0, 51)
                                .mapToObj(i -> tag("k" + i, "v"))
                                .toList()),
                        "ValidationError",
                        "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length"
                                + " less than or equal to 50"),
                invalid(
                        "one tag in two cases",
                        request -> request.tags(tag("team", "a"), tag("TEAM", "b")),
                        "InvalidParameterValue",
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive."),
                invalid(
                        "a tag of AWS's",
                        request -> request.tags(tag("aws:x", "a")),
                        "InvalidParameterValue",
                        "Passed in tag keys that begin with aws: are reserved for internal use."));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void is_refused(Case each) {
        try (Scenario scenario = chained();
                StsClient sts = sts(scenario)) {
            each.before().accept(scenario);
            assertThatExceptionOfType(StsException.class)
                    .isThrownBy(
                            () -> sts.assumeRole(each.change().apply(request()).build()))
                    .satisfies(refusal -> {
                        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(each.code());
                        assertThat(refusal.awsErrorDetails().errorMessage())
                                .matches(message -> message.endsWith(each.message()), each.message());
                        assertThat(refusal.statusCode()).isEqualTo(each.status());
                    });
        }
    }

    @Test
    void within_one_account_the_message_names_the_deciding_policy() {
        try (Scenario scenario = chained();
                StsClient sts = sts(scenario)) {
            String here = TARGET.replace("444455556666", "111122223333");
            scenario.admin("PUT", "/_emulator/roles/reports-writer", "{\"trustPolicy\": " + TRUST + "}");
            assertThatExceptionOfType(StsException.class)
                    .isThrownBy(() -> sts.assumeRole(request().roleArn(here).build()))
                    .withMessageContaining("because no identity-based policy allows the sts:AssumeRole action");
            first(scenario, PERMISSION.replace(TARGET, here));
            assertThatExceptionOfType(StsException.class)
                    .isThrownBy(() -> sts.assumeRole(
                            request().roleArn(here).externalId("other").build()))
                    .withMessageContaining("because no resource-based policy allows the sts:AssumeRole action");
        }
    }

    @Test
    void a_transitive_tag_persists_and_cannot_be_replaced() {
        try (Scenario scenario = chained();
                StsClient sts = sts(scenario)) {
            scenario.admin(
                    "PUT",
                    "/_emulator/roles/reports-writer",
                    "{\"account\": \"444455556666\", \"trustPolicy\": " + TRUST + ", \"policy\": "
                            + PERMISSION.replace(TARGET, "*") + "}");
            scenario.admin(
                    "PUT",
                    "/_emulator/roles/third",
                    "{\"trustPolicy\": "
                            + TRUST.replace("arn:aws:iam::111122223333:role/orders-reader", TARGET)
                                    .replaceAll(
                                            "\"aws:PrincipalTag/x509Subject/OU\": \"orders-reader\"",
                                            "\"aws:PrincipalTag/team\": \"a\"")
                            + "}");
            AssumeRoleResponse second = sts.assumeRole(request()
                    .tags(tag("team", "a"), tag("stage", "prod"))
                    .transitiveTagKeys("team")
                    .build());
            try (StsClient next = sts(scenario, credentials(second))) {
                AssumeRoleRequest.Builder third = request().roleArn("arn:aws:iam::111122223333:role/third");
                next.assumeRole(third.build());
                assertThatExceptionOfType(StsException.class)
                        .isThrownBy(() ->
                                next.assumeRole(third.tags(tag("Team", "b")).build()))
                        .withMessageContaining("conflicts with a transitive tag key");
            }
            JsonNode tags =
                    scenario.request("GET", "/_emulator/sessions", "").json().at("/sessions/2/sessionTags");
            assertThat(tags.properties()).singleElement().satisfies(tag -> assertThat(tag.getKey())
                    .isEqualTo("team"));
        }
    }

    @Test
    void a_session_policy_removes_permissions_of_the_role() {
        try (Scenario scenario = chained();
                StsClient sts = sts(scenario)) {
            scenario.admin("PUT", "/_emulator/users/somebody", """
                    {"accessKeyId": "AKIAX", "secretAccessKey": "x", "policy": {"Statement": []}}""");
            scenario.admin("PUT", "/_emulator/roles/reports-writer", """
                    {"account": "444455556666", "trustPolicy": %s, "policy":
                      {"Statement": [{"Effect": "Allow", "Action": "rolesanywhere:*", "Resource": "*"}]}}""".formatted(TRUST));
            String policy =
                    "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"rolesanywhere:ListProfiles\", \"Resource\": \"*\"}]}";
            try (RolesAnywhereClient all =
                            rolesAnywhere(scenario, sts.assumeRole(request().build()));
                    RolesAnywhereClient narrow = rolesAnywhere(
                            scenario, sts.assumeRole(request().policy(policy).build()))) {
                assertThat(all.listProfiles(request -> {}).profiles()).isNotEmpty();
                assertThat(all.listTrustAnchors(request -> {}).trustAnchors()).isNotEmpty();
                assertThat(narrow.listProfiles(request -> {}).profiles()).isNotEmpty();
                assertThatExceptionOfType(RolesAnywhereException.class)
                        .isThrownBy(() -> narrow.listTrustAnchors(request -> {}))
                        .withMessageContaining(
                                "because no session policy allows the rolesanywhere:ListTrustAnchors action");
            }
        }
    }

    private static Case denied(
            String what, Consumer<Scenario> before, UnaryOperator<AssumeRoleRequest.Builder> change, String action) {
        return new Case(
                what,
                before,
                change,
                403,
                "AccessDenied",
                " is not authorized to perform: " + action + " on resource: " + TARGET);
    }

    private static Case invalid(
            String what, UnaryOperator<AssumeRoleRequest.Builder> change, String code, String message) {
        return new Case(what, s -> {}, change, 400, code, message);
    }

    private static Scenario chained() {
        Scenario scenario = Scenario.live();
        first(scenario, PERMISSION);
        target(scenario, TRUST);
        return scenario;
    }

    private static void first(Scenario scenario, String policy) {
        scenario.role("{\"trustPolicy\": " + Scenario.TRUST_POLICY + ", \"policy\": " + policy + "}");
    }

    private static void target(Scenario scenario, String trustPolicy) {
        scenario.admin(
                "PUT",
                "/_emulator/roles/reports-writer",
                "{\"account\": \"444455556666\", \"trustPolicy\": " + trustPolicy + "}");
    }

    private static AssumeRoleRequest.Builder request() {
        return AssumeRoleRequest.builder()
                .roleArn(TARGET)
                .roleSessionName("orders-7d9f")
                .externalId("prod-1/orders");
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static StsClient sts(Scenario scenario) {
        JsonNode given = scenario.call().send().credentialSet().path("credentials");
        return sts(
                scenario,
                AwsSessionCredentials.create(
                        given.path("accessKeyId").asText(),
                        given.path("secretAccessKey").asText(),
                        given.path("sessionToken").asText()));
    }

    private static StsClient sts(Scenario scenario, AwsSessionCredentials credentials) {
        return StsClient.builder()
                .endpointOverride(scenario.emulator.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    private static RolesAnywhereClient rolesAnywhere(Scenario scenario, AssumeRoleResponse session) {
        return RolesAnywhereClient.builder()
                .endpointOverride(scenario.emulator.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials(session)))
                .build();
    }

    private static AwsSessionCredentials credentials(AssumeRoleResponse answer) {
        return AwsSessionCredentials.create(
                answer.credentials().accessKeyId(),
                answer.credentials().secretAccessKey(),
                answer.credentials().sessionToken());
    }
}
