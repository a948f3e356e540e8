package dev.rolesanywhere.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rolesanywhere.emulator.fixture.Scenario;
import dev.rolesanywhere.emulator.fixture.TestAuthority;
import dev.rolesanywhere.emulator.fixture.TestHttp;
import dev.rolesanywhere.emulator.fixture.TestLeaf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * AWS's own signing helper as the oracle: it gets credentials for valid cases and is refused for invalid ones. Runs if
 * {@code AWS_SIGNING_HELPER} names the binary.
 */
class AwsSigningHelperTest {
    private static final String VARIABLE = "AWS_SIGNING_HELPER";
    private static final long TIMEOUT_SECONDS = 60;

    @TempDir
    private Path folder;

    record Case(String what, Function<Scenario, TestLeaf> leaf, List<String> options, String message) {
        @Override
        public String toString() {
            return what;
        }
    }

    record Outcome(int exit, String output, String errors) {}

    @BeforeEach
    void needs_the_helper() {
        assumeTrue(System.getenv(VARIABLE) != null, "Not run: set " + VARIABLE + " to the path of aws_signing_helper");
    }

    static Stream<Case> accepted() {
        return Stream.of(
                accepted("P-256", s -> s.authority.leaf(s.now)),
                accepted("P-384", s -> s.authority.leaf(s.now, l -> l.keys = TestAuthority.keyPair("EC", "secp384r1"))),
                accepted("RSA", s -> s.authority.leaf(s.now, l -> l.keys = TestAuthority.keyPair("RSA", "2048"))),
                accepted(
                        "an intermediate",
                        s -> s.authority.intermediate("Issuing", s.now).leaf(s.now)),
                accepted("a shorter session", s -> s.authority.leaf(s.now), "--session-duration", "900"),
                accepted(
                        "a session name",
                        s -> {
                            s.profile("{\"roleArns\": [\"" + Scenario.ROLE + "\"], \"acceptRoleSessionName\": true}");
                            return s.authority.leaf(s.now);
                        },
                        "--role-session-name",
                        "from-helper"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void gets_credentials_with(Case each) throws Exception {
        try (Scenario scenario = Scenario.live()) {
            Outcome outcome = run(scenario, each);

            assertThat(outcome.exit()).as(outcome.errors()).isZero();
            assertThat(TestHttp.json(outcome.output()).path("AccessKeyId").asText())
                    .isEqualTo(
                            scenario.emulator.sessions().all().getFirst().keys().accessKeyId());
        }
    }

    static Stream<Case> refused() {
        return Stream.of(
                refused(
                        "another CA",
                        s -> TestAuthority.root("Test CA", s.now).leaf(s.now),
                        "Untrusted signing certificate"),
                refused(
                        "a missing intermediate",
                        s -> s.authority.intermediate("I", s.now).leaf(s.now).withChain(List.of()),
                        "Untrusted signing certificate"),
                refused(
                        "an expired leaf",
                        s -> s.authority.leaf(s.now, l -> l.notAfter = s.now.minusSeconds(60)),
                        "Untrusted signing certificate"),
                refused(
                        "no digitalSignature",
                        s -> s.authority.leaf(s.now, l -> l.keyUsage = KeyUsage.keyEncipherment),
                        "Untrusted certificate. Insufficient certificate"),
                refused(
                        "a CA certificate",
                        s -> s.authority.leaf(s.now, l -> l.authority = true),
                        "Untrusted certificate. Insufficient certificate"),
                refused(
                        "a revoked leaf",
                        s -> {
                            TestLeaf leaf = s.authority.leaf(s.now);
                            String crl = s.authority.revoking(
                                    s.now, leaf.certificate().getSerialNumber());
                            s.admin(
                                    "POST",
                                    "/crls",
                                    "{\"name\": \"r\", \"enabled\": true, \"trustAnchorArn\": \""
                                            + Scenario.ANCHOR + "\", \"crlData\": \""
                                            + Base64.getEncoder()
                                                    .encodeToString(crl.getBytes(StandardCharsets.US_ASCII))
                                            + "\"}");
                            return leaf;
                        },
                        "Certificate revoked"),
                refused(
                        "a disabled anchor",
                        s -> {
                            s.admin("POST", "/trustanchor/" + Scenario.ANCHOR_ID + "/disable", "");
                            return s.authority.leaf(s.now);
                        },
                        "Trust anchor is disabled"),
                refused(
                        "a disabled profile",
                        s -> {
                            s.admin("POST", "/profile/" + Scenario.PROFILE_ID + "/disable", "");
                            return s.authority.leaf(s.now);
                        },
                        "Profile is disabled"),
                refused(
                        "a role outside the profile",
                        s -> {
                            s.profile("{\"roleArns\": []}");
                            return s.authority.leaf(s.now);
                        },
                        "Role is not in the profile"),
                refused(
                        "a trust policy for others",
                        s -> s.authority.leaf(s.now, l -> l.subject = "CN=orders,OU=other"),
                        "Unable to assume role for " + Scenario.ROLE),
                refused(
                        "a clock that is off",
                        s -> {
                            s.admin("PUT", "/_emulator/clock", "{\"offsetSeconds\": 400}");
                            return s.authority.leaf(s.now);
                        },
                        "Signature expired"),
                new Case(
                        "an unpermitted session name",
                        s -> s.authority.leaf(s.now),
                        List.of("--role-session-name", "mine"),
                        "Not authorized to set roleSessionName."),
                refused(
                        "a role with shorter sessions",
                        s -> {
                            s.profile("{\"roleArns\": [\"" + Scenario.ROLE + "\"], \"durationSeconds\": 7200}");
                            return s.authority.leaf(s.now);
                        },
                        "exceeds the MaxSessionDuration",
                        "--session-duration",
                        "7200"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void is_refused_with(Case each) throws Exception {
        try (Scenario scenario = Scenario.live()) {
            Outcome outcome = run(scenario, each);

            assertThat(outcome.exit()).isNotZero();
            assertThat(outcome.errors()).contains("AccessDeniedException", each.message());
            assertThat(scenario.emulator.sessions().all()).isEmpty();
        }
    }

    private Outcome run(Scenario scenario, Case each) throws IOException, InterruptedException {
        TestLeaf leaf = each.leaf().apply(scenario);
        List<String> command = new ArrayList<>(List.of(
                System.getenv(VARIABLE),
                "credential-process",
                "--endpoint",
                scenario.emulator.endpoint().toString(),
                "--certificate",
                write("leaf.pem", TestAuthority.pem(leaf.certificate())),
                "--private-key",
                write("leaf.key", leaf.keyPem()),
                "--trust-anchor-arn",
                Scenario.ANCHOR,
                "--profile-arn",
                Scenario.PROFILE,
                "--role-arn",
                Scenario.ROLE));
        if (!leaf.chain().isEmpty()) {
            String chain = leaf.chain().stream().map(TestAuthority::pem).collect(Collectors.joining());
            command.addAll(List.of("--intermediates", write("chain.pem", chain)));
        }
        command.addAll(each.options());
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static Case accepted(String what, Function<Scenario, TestLeaf> leaf, String... options) {
        return new Case(what, leaf, List.of(options), "");
    }

    private static Case refused(String what, Function<Scenario, TestLeaf> leaf, String message, String... options) {
        return new Case(what, leaf, List.of(options), message);
    }
}
