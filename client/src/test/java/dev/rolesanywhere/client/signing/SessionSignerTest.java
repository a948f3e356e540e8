package dev.rolesanywhere.client.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Compares signatures with AWS's SDK. */
class SessionSignerTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @ParameterizedTest
    @CsvSource({
        "https://sts.eu-west-1.amazonaws.com,     /, eu-west-1,  Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam",
        "http://127.0.0.1:8080,                   /, us-gov-west-1, ''",
        "https://gateway.example.org,             /aws/, cn-north-1, Policy=%7B%22Version%22%7D&Name=%C3%A9",
    })
    void signs_as_the_SDK_signs(String endpoint, String path, String region, String body) throws Exception {
        URI uri = URI.create(endpoint + path);
        String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        Map<String, String> ours = SessionSigner.sign(
                new SignableRequest(host, path, body),
                "application/x-www-form-urlencoded",
                new SessionKeys("ASIAEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "IQoJb3JpZ2luX2Vj/+="),
                "sts",
                region,
                NOW);

        assertThat(ours.get("Authorization")).isEqualTo(ofTheSdk(uri, region, body));
        assertThat(ours).containsEntry("Host", host).containsEntry("X-Amz-Security-Token", "IQoJb3JpZ2luX2Vj/+=");
    }

    private static String ofTheSdk(URI uri, String region, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return AwsV4HttpSigner.create()
                .sign(request -> request.identity(AwsSessionCredentialsIdentity.create(
                                "ASIAEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "IQoJb3JpZ2luX2Vj/+="))
                        .request(SdkHttpRequest.builder()
                                .method(SdkHttpMethod.POST)
                                .uri(uri)
                                .putHeader("Content-Type", "application/x-www-form-urlencoded")
                                // The SDK sends it only to S3; our signer always sends it.
                                .putHeader("X-Amz-Content-Sha256", sha256(bytes))
                                .build())
                        .payload(() -> new ByteArrayInputStream(bytes))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sts")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)))
                .request()
                .firstMatchingHeader("Authorization")
                .orElseThrow();
    }

    private static String sha256(byte[] bytes) {
        try {
            return RequestSigner.sha256(bytes);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
