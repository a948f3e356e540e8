package dev.rolesanywhere.sidecar.refresh;

import static dev.rolesanywhere.sidecar.external.TestIssuer.NOW;
import static dev.rolesanywhere.sidecar.refresh.TestRole.credentials;
import static dev.rolesanywhere.sidecar.refresh.TestRole.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rolesanywhere.architecture.TestClock;
import dev.rolesanywhere.client.session.CreateSessionException;
import dev.rolesanywhere.client.session.Session;
import dev.rolesanywhere.sidecar.external.TestIssuer;
import dev.rolesanywhere.sidecar.external.TestIssuer.Wish;
import dev.rolesanywhere.sidecar.fake.FakeAnswers;
import dev.rolesanywhere.sidecar.fake.FakeServer;
import dev.rolesanywhere.sidecar.issuing.IssuedFiles;
import dev.rolesanywhere.sidecar.issuing.IssuedRole;
import dev.rolesanywhere.sidecar.issuing.IssuedRole.AwsAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests to AWS for one role. A server on loopback has AWS's place. */
class SessionExchangeTest {
    private static final TestRole READER = named("reader");
    private static final TestRole STEPPING = READER.assuming("writer");
    private static final IssuedFiles FILES =
            new IssuedFiles("SPIRE", "spire", "bundle.pem", "bundle.pem", "spiffe://example.org/ns/shop/sa/orders");
    private static final String ASSUMED = """
            <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA2</AccessKeyId>\
            <SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>\
            <Expiration>2026-06-01T13:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>""";

    @TempDir
    Path directories;

    private final TestClock clock = new TestClock(NOW);
    private final SessionExchange exchange = new SessionExchange(clock);
    private FakeServer aws;
    private TestIssuer intermediate;
    private KeyPair keys;
    private X509Certificate leaf;

    @BeforeEach
    void start() throws Exception {
        aws = FakeServer.plain(request -> request.contains("Action=AssumeRole")
                ? FakeServer.response(200, ASSUMED)
                : FakeAnswers.session("ASIA1", NOW.plusSeconds(6 * 3600)));
        intermediate = TestIssuer.root("root").intermediate("intermediate");
        keys = TestIssuer.ec();
        leaf = intermediate.leaf(Wish.good(keys));
    }

    @AfterEach
    void stop() throws Exception {
        aws.close();
    }

    @Test
    void a_leaf_is_sent_with_the_chain_to_its_trust_anchor() throws Exception {
        Session session = exchanged(READER.make(
                leaf.getEncoded(), List.of(intermediate.certificate().getEncoded()), at(aws.url()), null));
        assertThat(session.credentials().accessKeyId()).isEqualTo("ASIA1");
        assertThat(aws.requests)
                .singleElement()
                .asString()
                .contains("X-Amz-X509: " + base64(leaf) + "\r\n")
                .contains("X-Amz-X509-Chain: " + base64(intermediate.certificate()) + "\r\n");
    }

    @Test
    void a_leaf_of_the_trust_anchor_itself_is_sent_without_a_chain() throws Exception {
        exchanged(READER.make(leaf.getEncoded(), List.of(), at(aws.url()), null));
        assertThat(aws.requests).singleElement().asString().doesNotContain("X-Amz-X509-Chain");
    }

    @Test
    void a_leaf_of_another_component_is_read_from_its_files() throws Exception {
        writeFiles();
        new SessionExchange(clock, "ClusterFirst", directories)
                .exchange(TestIssuer.ec().getPrivate(), inFiles(), Duration.ZERO);
        assertThat(aws.requests).singleElement().asString().contains("X-Amz-X509: " + base64(leaf) + "\r\n");
    }

    @Test
    void files_are_checked_and_requests_are_signed_at_the_time_of_AWS() throws Exception {
        writeFiles();
        clock.set(NOW.minus(Duration.ofDays(1)));
        new SessionExchange(clock, "ClusterFirst", directories)
                .exchange(TestIssuer.ec().getPrivate(), inFiles(), Duration.ofDays(1));
        assertThat(aws.requests).singleElement().asString().contains("X-Amz-Date: 20260601T120000Z\r\n");
    }

    @Test
    void without_the_volume_of_the_files_the_message_names_the_delivery_that_has_it() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> exchanged(inFiles()))
                .withMessage("the certificates of AWSTrustAnchor spire are in files of the pod, which only a sidecar"
                        + " can read: set a delivery with a sidecar in the AWSRoleBinding");
    }

    @Test
    void a_target_role_is_assumed_with_the_first_session_at_the_time_of_AWS() throws Exception {
        clock.set(NOW.minus(Duration.ofDays(1)));
        Session session =
                assumed(new AwsAccess(null, false, false, null, null, aws.url() + "/sts"), Duration.ofDays(1));
        assertThat(session.credentials().accessKeyId()).isEqualTo("ASIA2");
        assertThat(aws.requests)
                .singleElement()
                .asString()
                .startsWith("POST /sts HTTP/1.1\r\n")
                .contains("Action=AssumeRole", "role%2Fwriter", "RoleSessionName=orders-7d9f", "DurationSeconds=3600")
                .contains("X-Amz-Date: 20260601T120000Z\r\n", "X-Amz-Security-Token: token\r\n", "Credential=ASIA1/");
    }

    /** A proxy that opens no tunnel shows the endpoint. */
    @ParameterizedTest
    @CsvSource({
        "false, false, sts.eu-west-1.amazonaws.com",
        "true,  false, sts-fips.eu-west-1.amazonaws.com",
        "false, true,  sts.eu-west-1.api.aws"
    })
    void without_an_endpoint_in_the_settings_a_target_role_is_assumed_in_the_region(
            boolean fips, boolean dualStack, String host) {
        aws.answer(request -> FakeServer.response(403, ""));
        refusedToAssume(new AwsAccess(null, fips, dualStack, aws.url(), null, null));
        assertThat(aws.requests).singleElement().asString().startsWith("CONNECT " + host + ":443 HTTP/1.1\r\n");
    }

    @Test
    void a_name_of_STS_that_the_pod_cannot_resolve_is_named() {
        assertThat(refusedToAssume(new AwsAccess(null, false, false, null, null, "https://nowhere.invalid")))
                .hasMessageStartingWith("the pod cannot resolve nowhere.invalid by the cluster's DNS");
    }

    @Test
    void the_longest_name_of_DNS_is_shown_and_a_longer_one_is_cut() {
        String longest = ("a".repeat(60) + ".").repeat(4) + "a.invalid";
        assertThat(longest).hasSize(253);
        assertThat(unresolved(longest)).hasMessageStartingWith("the pod cannot resolve " + longest + " by the cluster");
        assertThat(unresolved(longest + "s"))
                .hasMessageStartingWith("the pod cannot resolve " + longest + "… by the cluster");
    }

    private CreateSessionException unresolved(String host) {
        return catchThrowableOfType(
                CreateSessionException.class,
                () -> exchanged(READER.make(leaf.getEncoded(), List.of(), at("https://" + host), null)));
    }

    private Session exchanged(IssuedRole role) throws Exception {
        return exchange.exchange(keys.getPrivate(), role, Duration.ZERO);
    }

    private CreateSessionException refusedToAssume(AwsAccess access) {
        return catchThrowableOfType(CreateSessionException.class, () -> assumed(access, Duration.ZERO));
    }

    private Session assumed(AwsAccess access, Duration correction) throws Exception {
        IssuedRole role = STEPPING.make(new byte[0], List.of(), access, null);
        return exchange.assume(
                credentials("ASIA1", NOW.plusSeconds(3600)), role, Objects.requireNonNull(role.target()), correction);
    }

    private IssuedRole inFiles() {
        return READER.make(new byte[0], List.of(), at(aws.url()), FILES);
    }

    private void writeFiles() throws Exception {
        Path file = Files.createDirectory(directories.resolve("spire")).resolve("bundle.pem");
        Files.writeString(file, TestIssuer.pem(keys.getPrivate()) + TestIssuer.pem(leaf, intermediate.certificate()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    private static AwsAccess at(String endpoint) {
        return new AwsAccess(endpoint, false, false, null, null, null);
    }

    private static String base64(X509Certificate certificate) throws Exception {
        return Base64.getEncoder().encodeToString(certificate.getEncoded());
    }
}
