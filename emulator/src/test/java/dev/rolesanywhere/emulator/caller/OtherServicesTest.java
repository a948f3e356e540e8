package dev.rolesanywhere.emulator.caller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.emulator.fixture.Scenario;
import dev.rolesanywhere.emulator.fixture.SignedRequest;
import dev.rolesanywhere.emulator.fixture.TestResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S3 and DynamoDB, as far as clients can prove with them that their credentials work. */
class OtherServicesTest {
    private static final String S3 = "s3.eu-west-1.amazonaws.com";

    private Scenario scenario;
    private JsonNode given;
    private String arn;

    @BeforeEach
    void give_a_session() {
        scenario = Scenario.live();
        given = scenario.call().send().credentialSet();
        arn = given.path("assumedRoleUser").path("arn").asText();
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_object_is_the_callers_arn_whether_the_payload_is_signed_or_not(boolean signed) {
        SignedRequest request = new SignedRequest("s3", "GET", S3, "/whoami/arn");
        TestResponse response = send(signed ? request : request.unsignedPayload());

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo(arn);
        assertThat(response.headers()).containsKeys("etag", "last-modified");
    }

    @Test
    void head_returns_only_the_length_of_the_object() {
        TestResponse response = send(new SignedRequest("s3", "HEAD", S3, "/whoami/arn"));

        assertThat(response.headers()).containsEntry("content-length", Integer.toString(arn.length()));
        assertThat(response.text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-2,arn", "bytes=4-6,aws", "bytes=4-,", "bytes=0-999999,"})
    void a_range_is_that_part_of_the_object(String range, String expected) {
        TestResponse response = send(new SignedRequest("s3", "GET", S3, "/whoami/arn").header("Range", range));

        assertThat(response.status()).isEqualTo(206);
        assertThat(response.text())
                .isEqualTo(expected == null ? arn.substring(range.equals("bytes=4-") ? 4 : 0) : expected);
        assertThat(response.headers().get("content-range")).endsWith("/" + arn.length());
    }

    @ParameterizedTest
    @CsvSource({"/whoami?list-type=2,1", "/whoami/?list-type=2&prefix=a,1", "/whoami?list-type=2&prefix=table%2F,0"})
    void the_bucket_lists_the_object(String path, String count) {
        TestResponse response = send(new SignedRequest("s3", "GET", S3, path));

        assertThat(response.text()).contains("<KeyCount>" + count + "</KeyCount>");
    }

    @Test
    void s3_refuses_with_its_own_xml() {
        ((ObjectNode) given.path("credentials")).put("accessKeyId", "ASIAUNKNOWN");

        TestResponse response = send(new SignedRequest("s3", "GET", S3, "/whoami/arn"));

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.text()).startsWith("<Error><Code>InvalidClientTokenId</Code>");
    }

    @Test
    void a_signature_for_another_service_is_refused() {
        TestResponse response = send(new SignedRequest("sts", "GET", S3, "/whoami/arn"));

        assertThat(response.text()).contains("<Code>SignatureDoesNotMatch</Code>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"111122223333.ddb.eu-west-1.amazonaws.com", "dynamodb.eu-west-1.amazonaws.com"})
    void dynamodb_answers_at_the_accounts_endpoint_and_at_the_regions(String host) {
        TestResponse response = send(listTables(host));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.json().path("TableNames").isArray()).isTrue();
    }

    @Test
    void dynamodb_refuses_the_endpoint_of_another_account() {
        TestResponse response = send(listTables("444455556666.ddb.eu-west-1.amazonaws.com"));

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.json().path("__type").asText()).isEqualTo("AccessDeniedException");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aws-sdk-cpp/1.11.900 ua/2.1 md/x|aws-sdk-cpp/1.11.900 s3",
                "MinIO (linux; amd64) minio-go/v7.4.1|minio-go/v7.4.1 s3",
                "curl|curl s3"
            })
    void the_listing_names_client_and_service(String userAgent, String caller) {
        send(new SignedRequest("s3", "GET", S3, "/whoami/arn").header("User-Agent", userAgent));

        assertThat(scenario.request("GET", "/_emulator/sessions", "")
                        .json()
                        .at("/sessions/0/callers")
                        .fieldNames())
                .toIterable()
                .containsExactly(caller);
    }

    private static SignedRequest listTables(String host) {
        return new SignedRequest("dynamodb", "POST", host, "/")
                .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                .header("Content-Type", "application/x-amz-json-1.0")
                .body("{}");
    }

    private TestResponse send(SignedRequest request) {
        return request.send(scenario.emulator.endpoint(), given);
    }
}
