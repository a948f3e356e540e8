package dev.rolesanywhere.emulator.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolesanywhere.emulator.fixture.Scenario;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/** The AWS SDK's own STS client, with credentials that the emulator gave. */
class GetCallerIdentityTest {
    @ParameterizedTest
    @ValueSource(strings = {"us-east-1", "eu-west-1", "ap-southeast-2"})
    void the_session_is_the_caller_in_any_region(String region) {
        try (Scenario scenario = Scenario.live()) {
            JsonNode given = scenario.call().send().credentialSet();
            try (StsClient sts = sts(scenario, credentials(given), region)) {
                GetCallerIdentityResponse caller = sts.getCallerIdentity();

                assertThat(caller.arn())
                        .isEqualTo(given.path("assumedRoleUser").path("arn").asText());
                assertThat(caller.account()).isEqualTo("111122223333");
                assertThat(caller.userId())
                        .isEqualTo(given.path("assumedRoleUser")
                                .path("assumedRoleId")
                                .asText());
            }
        }
    }

    @Test
    void the_list_counts_a_sessions_calls_by_client() {
        try (Scenario scenario = Scenario.live()) {
            JsonNode given = scenario.call().send().credentialSet();
            scenario.call().send();
            try (StsClient sts = sts(scenario, credentials(given), "us-east-1")) {
                sts.getCallerIdentity();
                sts.getCallerIdentity();
            }

            JsonNode sessions =
                    scenario.request("GET", "/_emulator/sessions", "").json().path("sessions");
            assertThat(sessions.at("/0/callers").properties()).singleElement().satisfies(caller -> {
                assertThat(caller.getKey()).matches("aws-sdk-java/2[0-9.]+ sts");
                assertThat(caller.getValue().asInt()).isEqualTo(2);
            });
            assertThat(sessions.at("/1/callers")).isEmpty();
        }
    }

    record Case(String what, Change change, Consumer<Scenario> before, String code, String message) {
        @Override
        public String toString() {
            return what;
        }
    }

    interface Change {
        AwsSessionCredentials of(String id, String secret, String token);
    }

    static Stream<Case> refusals() {
        String invalid = "The security token included in the request is invalid.";
        return Stream.of(
                new Case(
                        "an unknown key",
                        (id, secret, token) -> credentials("ASIAUNKNOWN", secret, token),
                        s -> {},
                        "InvalidClientTokenId",
                        invalid),
                new Case(
                        "another token",
                        (id, secret, token) -> credentials(id, secret, "x"),
                        s -> {},
                        "InvalidClientTokenId",
                        invalid),
                new Case(
                        "another secret",
                        (id, secret, token) -> credentials(id, "x", token),
                        s -> {},
                        "SignatureDoesNotMatch",
                        "The request signature we calculated does not match the signature you"
                                + " provided. Check your AWS Secret Access Key and signing method. Consult the service"
                                + " documentation for details."));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void is_refused(Case each) {
        try (Scenario scenario = Scenario.live()) {
            JsonNode given = scenario.call().send().credentialSet().path("credentials");
            AwsSessionCredentials changed = each.change()
                    .of(
                            given.path("accessKeyId").asText(),
                            given.path("secretAccessKey").asText(),
                            given.path("sessionToken").asText());
            try (StsClient sts = sts(scenario, changed, "us-east-1")) {
                assertThatExceptionOfType(StsException.class)
                        .isThrownBy(sts::getCallerIdentity)
                        .satisfies(refusal -> {
                            assertThat(refusal.statusCode()).isEqualTo(403);
                            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(each.code());
                            assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(each.message());
                            assertThat(refusal.requestId()).isNotEmpty();
                        });
            }
        }
    }

    @Test
    void an_expired_session_is_refused() {
        try (Scenario scenario = Scenario.live()) {
            scenario.admin("PUT", "/_emulator/clock", "{\"offsetSeconds\": -800}");
            scenario.profile("{\"roleArns\": [\"" + Scenario.ROLE + "\"], \"durationSeconds\": 900}");
            var call = scenario.call(scenario.authority.leaf(scenario.now.minusSeconds(800)));
            call.signedAt = scenario.now.minusSeconds(800);
            AwsSessionCredentials given = credentials(call.send().credentialSet());
            scenario.admin("PUT", "/_emulator/clock", "{\"offsetSeconds\": 200}");

            try (StsClient sts = sts(scenario, given, "us-east-1")) {
                assertThatExceptionOfType(StsException.class)
                        .isThrownBy(sts::getCallerIdentity)
                        .satisfies(refusal -> {
                            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ExpiredToken");
                            assertThat(refusal.awsErrorDetails().errorMessage())
                                    .isEqualTo("The security token included in the request is expired");
                        });
            }
        }
    }

    @Test
    void other_operations_of_sts_are_unknown() {
        try (Scenario scenario = Scenario.live();
                StsClient sts = sts(scenario, credentials("ASIA", "x", "x"), "us-east-1")) {
            assertThatExceptionOfType(StsException.class)
                    .isThrownBy(() -> sts.getSessionToken(request -> {}))
                    .satisfies(refusal -> {
                        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("InvalidAction");
                        assertThat(refusal.awsErrorDetails().errorMessage())
                                .isEqualTo("Could not find operation GetSessionToken for version 2011-06-15");
                    });
        }
    }

    private static StsClient sts(Scenario scenario, AwsSessionCredentials credentials, String region) {
        return StsClient.builder()
                .endpointOverride(scenario.emulator.endpoint())
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    private static AwsSessionCredentials credentials(JsonNode credentialSet) {
        JsonNode given = credentialSet.path("credentials");
        return credentials(
                given.path("accessKeyId").asText(),
                given.path("secretAccessKey").asText(),
                given.path("sessionToken").asText());
    }

    private static AwsSessionCredentials credentials(String id, String secret, String token) {
        return AwsSessionCredentials.create(id, secret, token);
    }
}
