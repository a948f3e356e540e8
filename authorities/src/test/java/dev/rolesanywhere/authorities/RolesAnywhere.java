package dev.rolesanywhere.authorities;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolesanywhere.client.endpoint.EndpointSettings;
import dev.rolesanywhere.client.session.CreateSessionRequest;
import dev.rolesanywhere.client.session.RolesAnywhereClient;
import dev.rolesanywhere.client.signing.SigningIdentity;
import dev.rolesanywhere.client.transport.HttpTransport;
import dev.rolesanywhere.client.transport.Timeouts;
import dev.rolesanywhere.client.transport.Trust;
import dev.rolesanywhere.emulator.Emulator;
import dev.rolesanywhere.emulator.EmulatorSettings;
import dev.rolesanywhere.pki.authority.CertificateAuthority;
import dev.rolesanywhere.pki.certificate.CertificatePem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The emulator with one trust anchor, and the two clients that request credentials from it. */
final class RolesAnywhere implements AutoCloseable {
    static final String HELPER = "AWS_SIGNING_HELPER";
    private static final String PREFIX = "arn:aws:rolesanywhere:us-east-1:111122223333:";
    private static final String ANCHOR = "0a1b2c3d-0000-4000-8000-000000000001";
    private static final String PROFILE = "0a1b2c3d-0000-4000-8000-000000000002";
    private static final String ROLE = "arn:aws:iam::111122223333:role/orders-reader";

    private final Emulator emulator;

    private RolesAnywhere(Emulator emulator) {
        this.emulator = emulator;
    }

    static RolesAnywhere trusting(X509Certificate anchor) throws IOException {
        Emulator emulator = Emulator.start(EmulatorSettings.local());
        emulator.define(new ObjectMapper()
                .valueToTree(Map.of(
                        "trustAnchors",
                        List.of(Map.of("id", ANCHOR, "name", "prod", "certificates", CertificatePem.encode(anchor))),
                        "profiles",
                        List.of(Map.of("id", PROFILE, "roleArns", List.of(ROLE))),
                        "roles",
                        List.of(Map.of("name", "orders-reader", "trustPolicy", trustPolicy())))));
        return new RolesAnywhere(emulator);
    }

    /** As the operator prints it: the role is only for this workload. */
    private static Map<String, Object> trustPolicy() {
        return Map.of(
                "Version",
                "2012-10-17",
                "Statement",
                List.of(Map.of(
                        "Effect",
                        "Allow",
                        "Principal",
                        Map.of("Service", "rolesanywhere.amazonaws.com"),
                        "Action",
                        List.of("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"),
                        "Condition",
                        Map.of(
                                "ArnEquals",
                                Map.of("aws:SourceArn", PREFIX + "trust-anchor/" + ANCHOR),
                                "StringEquals",
                                Map.of(
                                        "aws:PrincipalTag/x509Subject/O", "prod.example.org",
                                        "aws:PrincipalTag/x509Subject/OU", "orders-reader",
                                        "aws:PrincipalTag/x509Subject/CN", "orders@shop",
                                        "aws:PrincipalTag/x509SAN/URI",
                                                "spiffe://prod.example.org/ns/shop/sa/orders")))));
    }

    /** Through this project's client, as the sidecar does. */
    String accessKeyFor(Pods pods, CertificateAuthority authority) throws Exception {
        var request =
                new CreateSessionRequest(PREFIX + "trust-anchor/" + ANCHOR, PREFIX + "profile/" + PROFILE, ROLE, null);
        var identity =
                new SigningIdentity(pods.keys().getPrivate(), authority.issue(pods.template()), authority.chain());
        var client = new RolesAnywhereClient(new HttpTransport(Trust.jdk(), null, Timeouts.DEFAULT), Pods.CLOCK);
        return client.createSession(
                        request, identity, new EndpointSettings("us-east-1", false, false, emulator.endpoint()))
                .credentials()
                .accessKeyId();
    }

    /** The output of AWS's own helper. */
    String helper(Pods pods, CertificateAuthority authority, Path folder) throws IOException, InterruptedException {
        Path leaf =
                Files.writeString(folder.resolve("leaf.pem"), CertificatePem.encode(authority.issue(pods.template())));
        Path key = Files.writeString(
                folder.resolve("leaf.key"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(pods.keys().getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        System.getenv(HELPER),
                        "credential-process",
                        "--endpoint",
                        emulator.endpoint().toString(),
                        "--region",
                        "us-east-1",
                        "--certificate",
                        leaf.toString(),
                        "--private-key",
                        key.toString(),
                        "--trust-anchor-arn",
                        PREFIX + "trust-anchor/" + ANCHOR,
                        "--profile-arn",
                        PREFIX + "profile/" + PROFILE,
                        "--role-arn",
                        ROLE)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    @Override
    public void close() {
        emulator.close();
    }
}
