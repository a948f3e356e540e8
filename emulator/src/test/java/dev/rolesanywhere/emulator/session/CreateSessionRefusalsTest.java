package dev.rolesanywhere.emulator.session;

import static dev.rolesanywhere.emulator.fixture.Scenario.ANCHOR;
import static dev.rolesanywhere.emulator.fixture.Scenario.ANCHOR_ID;
import static dev.rolesanywhere.emulator.fixture.Scenario.NOW;
import static dev.rolesanywhere.emulator.fixture.Scenario.PROFILE_ID;
import static dev.rolesanywhere.emulator.fixture.Scenario.ROLE;
import static dev.rolesanywhere.emulator.fixture.Scenario.TRUST_POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.emulator.fixture.Scenario;
import dev.rolesanywhere.emulator.fixture.SessionCall;
import dev.rolesanywhere.emulator.fixture.TestAuthority;
import dev.rolesanywhere.emulator.fixture.TestResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of refusal, with AWS's status, type and message, and with the emulator's own reason. */
class CreateSessionRefusalsTest {
    record Case(String what, Function<Scenario, SessionCall> call, String refusal, String reason) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static final String INVALID_SIGNATURE = "403 AccessDeniedException Invalid signature";
    private static final String UNTRUSTED = "403 AccessDeniedException Untrusted signing certificate";
    private static final String INSUFFICIENT =
            "403 AccessDeniedException Untrusted certificate. Insufficient certificate";
    private static final String UNABLE = "403 AccessDeniedException Unable to assume role for " + ROLE;
    private static final String INVALID = "400 ValidationException 1 validation error detected: Value ";

    @ParameterizedTest
    @MethodSource({"signatures", "certificates", "resources", "parameters", "roles"})
    void is_refused(Case each) {
        try (Scenario scenario = Scenario.fixed()) {
            TestResponse response = each.call().apply(scenario).send();

            assertThat(response.summary()).isEqualTo(each.refusal());
            assertThat(response.reason()).contains(each.reason());
            assertThat(response.headers()).containsKey("x-amzn-requestid");
            assertThat(scenario.emulator.sessions().all()).isEmpty();
        }
    }

    static Stream<Case> signatures() {
        return Stream.of(
                broken(
                        "no Authorization",
                        c -> c.headersChangedAfterSigning.put("authorization", ""),
                        "403 MissingAuthenticationToken Request is missing Authentication Token",
                        ""),
                broken(
                        "Authorization without a signature",
                        c -> c.authorization =
                                "AWS4-X509-ECDSA-SHA256 Credential=1/20260601/us-east-1/rolesanywhere/aws4_request, SignedHeaders=host",
                        "403 IncompleteSignature Authorization header requires 'Signature' parameter.",
                        ""),
                broken(
                        "malformed scope",
                        c -> c.service = "rolesanywhere/x",
                        "403 IncompleteSignature Credential must have exactly 5 slash-delimited elements, e.g."
                                + " keyid/date/region/service/aws4_request",
                        ""),
                broken(
                        "hexadecimal serial",
                        c -> c.serial = "632d252dcd9a7f8effbb9da2d3a442a8",
                        INVALID_SIGNATURE,
                        "serial is 131827979019394590882466519576505238184 in decimal"),
                broken(
                        "another region's scope",
                        c -> c.region = "eu-west-1",
                        INVALID_SIGNATURE,
                        "region eu-west-1, the trust anchor is in us-east-1"),
                broken("another service's scope", c -> c.service = "sts", INVALID_SIGNATURE, "service sts"),
                broken(
                        "scope of another day",
                        c -> c.scopeDate = "20260531",
                        "403 AccessDeniedException Date in Credential scope does not match YYYYMMDD from ISO-8601 version of"
                                + " date from HTTP: '20260531' != '20260601'.",
                        ""),
                broken(
                        "signed 301 seconds ago",
                        c -> c.signedAt = NOW.minusSeconds(301),
                        "403 AccessDeniedException Signature expired: 20260601T115459Z is now earlier than"
                                + " 20260601T115500Z (20260601T120000Z - 5 min.)",
                        ""),
                broken(
                        "signed 301 seconds ahead",
                        c -> c.signedAt = NOW.plusSeconds(301),
                        "403 AccessDeniedException Signature not yet current: 20260601T120501Z is still later than"
                                + " 20260601T120500Z (20260601T120000Z + 5 min.)",
                        ""),
                broken(
                        "a date that is none",
                        c -> c.headersChangedAfterSigning.put("x-amz-date", "yesterday"),
                        "403 AccessDeniedException Date must be in ISO-8601 'basic format'. Got 'yesterday'.",
                        ""),
                broken("host not signed", c -> c.unsigned.add("host"), INVALID_SIGNATURE, "header host is not signed"),
                broken(
                        "content-type not signed",
                        c -> c.unsigned.add("content-type"),
                        INVALID_SIGNATURE,
                        "content-type is not signed"),
                broken(
                        "x-amz-date not signed",
                        c -> c.unsigned.add("x-amz-date"),
                        INVALID_SIGNATURE,
                        "x-amz-date is not signed"),
                broken(
                        "x-amz-x509 not signed",
                        c -> c.unsigned.add("x-amz-x509"),
                        INVALID_SIGNATURE,
                        "x-amz-x509 is not signed"),
                new Case(
                        "chain not signed",
                        s -> {
                            SessionCall call =
                                    s.call(s.authority.intermediate("I", NOW).leaf(NOW));
                            call.unsigned.add("x-amz-x509-chain");
                            return call;
                        },
                        INVALID_SIGNATURE,
                        "x-amz-x509-chain is not signed"),
                broken(
                        "another algorithm than the key's",
                        c -> c.algorithm = "AWS4-X509-RSA-SHA256",
                        INVALID_SIGNATURE,
                        "AWS4-X509-RSA-SHA256 does not fit the certificate's EC key"),
                broken("SHA-1", c -> c.algorithm = "AWS4-X509-ECDSA-SHA1", INVALID_SIGNATURE, "Unknown algorithm"),
                broken("IAM keys", c -> c.algorithm = "AWS4-HMAC-SHA256", INVALID_SIGNATURE, "Unknown algorithm"),
                broken(
                        "another key than the certificate's",
                        c -> c.leaf = c.leaf.withKey(
                                TestAuthority.keyPair("EC", "secp256r1").getPrivate()),
                        INVALID_SIGNATURE,
                        "does not verify"),
                broken(
                        "a body changed on the way",
                        c -> {
                            c.bodyAfterSigning = "{\"durationSeconds\":43200,\"trustAnchorArn\":\"" + ANCHOR
                                    + "\",\"profileArn\":\"" + Scenario.PROFILE + "\",\"roleArn\":\"" + ROLE + "\"}";
                        },
                        INVALID_SIGNATURE,
                        "does not verify"),
                broken(
                        "a header changed on the way",
                        c -> c.headersChangedAfterSigning.put("content-type", "application/json; charset=utf-8"),
                        INVALID_SIGNATURE,
                        "does not verify"),
                broken(
                        "a wrong body digest",
                        c -> c.extraHeaders.put("x-amz-content-sha256", "00"),
                        INVALID_SIGNATURE,
                        "X-Amz-Content-Sha256 is not the SHA-256 of the body"),
                broken(
                        "a signature that is not hex",
                        c -> c.authorization =
                                "AWS4-X509-ECDSA-SHA256 Credential=131827979019394590882466519576505238184/20260601/us-east-1/"
                                        + "rolesanywhere/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-x509,"
                                        + " Signature=zz",
                        INVALID_SIGNATURE,
                        "not well-formed"),
                broken(
                        "no certificate",
                        c -> c.headersChangedAfterSigning.put("x-amz-x509", ""),
                        INVALID_SIGNATURE,
                        "X-Amz-X509 is missing"),
                broken("a certificate that is none", c -> c.leafHeader = "AAAA", INSUFFICIENT, "base64 DER"));
    }

    static Stream<Case> certificates() {
        return Stream.of(
                new Case(
                        "leaf of another CA",
                        s -> s.call(TestAuthority.root("Test CA", NOW).leaf(NOW)),
                        UNTRUSTED,
                        "No path"),
                new Case(
                        "intermediate not sent",
                        s -> s.call(s.authority.intermediate("I", NOW).leaf(NOW).withChain(List.of())),
                        UNTRUSTED,
                        "send every intermediate"),
                new Case(
                        "more than five certificates in the chain",
                        s -> {
                            var leaf = s.authority.intermediate("I", NOW).leaf(NOW);
                            return s.call(leaf.withChain(
                                    Collections.nCopies(6, leaf.chain().getFirst())));
                        },
                        UNTRUSTED,
                        "6 certificates, at most 5"),
                shaped("expired leaf", l -> l.notAfter = NOW.minusSeconds(1), UNTRUSTED, "valid from"),
                shaped("leaf of tomorrow", l -> l.notBefore = NOW.plusSeconds(1), UNTRUSTED, "valid from"),
                shaped("no keyUsage", l -> l.keyUsage = null, INSUFFICIENT, "digitalSignature"),
                shaped(
                        "keyUsage without digitalSignature",
                        l -> l.keyUsage = KeyUsage.keyEncipherment,
                        INSUFFICIENT,
                        "digitalSignature"),
                shaped("CA:true", l -> l.authority = true, INSUFFICIENT, "CA:false"),
                shaped("X.509 v1", l -> l.versionOne = true, INSUFFICIENT, "v1"),
                shaped("empty subject", l -> l.subject = "", INSUFFICIENT, "subject is empty"),
                shaped("signed with SHA-1", l -> l.digest = "SHA1withECDSA", INSUFFICIENT, "SHA-256 or stronger"),
                new Case(
                        "revoked leaf",
                        s -> {
                            var leaf = s.authority.leaf(NOW);
                            revoke(s, s.authority, leaf.certificate().getSerialNumber(), true);
                            return s.call(leaf);
                        },
                        "403 AccessDeniedException Certificate revoked",
                        "is in an enabled CRL"),
                new Case(
                        "revoked intermediate",
                        s -> {
                            var intermediate = s.authority.intermediate("I", NOW);
                            revoke(s, s.authority, intermediate.certificate().getSerialNumber(), true);
                            return s.call(intermediate.leaf(NOW));
                        },
                        "403 AccessDeniedException Certificate revoked",
                        "is in an enabled CRL"),
                new Case(
                        "expired anchor",
                        s -> {
                            var expired = TestAuthority.root("Old", NOW.minus(Duration.ofDays(60)));
                            s.anchor(expired.pem());
                            return s.call(expired.leaf(NOW));
                        },
                        UNTRUSTED,
                        "no certificate that is valid now"));
    }

    static Stream<Case> resources() {
        return Stream.of(
                broken(
                        "unknown anchor",
                        c -> c.with("trustAnchorArn", ANCHOR.replace("0001", "0009")),
                        "404 ResourceNotFoundException Trust anchor not found",
                        ""),
                new Case(
                        "disabled anchor",
                        s -> {
                            s.admin("POST", "/trustanchor/" + ANCHOR_ID + "/disable", "");
                            return s.call();
                        },
                        "403 AccessDeniedException Trust anchor is disabled",
                        ANCHOR),
                broken(
                        "unknown profile",
                        c -> c.with("profileArn", Scenario.PROFILE.replace("0002", "0009")),
                        "404 ResourceNotFoundException Profile not found",
                        ""),
                new Case(
                        "disabled profile",
                        s -> {
                            s.admin("POST", "/profile/" + PROFILE_ID + "/disable", "");
                            return s.call();
                        },
                        "403 AccessDeniedException Profile is disabled",
                        PROFILE_ID),
                broken(
                        "role outside the profile",
                        c -> c.with("roleArn", ROLE + "-other"),
                        "403 AccessDeniedException Role is not in the profile",
                        "orders-reader-other"),
                broken(
                        "role of another account",
                        c -> c.with("roleArn", ROLE.replace("111122223333", "444455556666")),
                        "400 ValidationException Trust anchor, profile and role must not have a different account ID:"
                                + " 111122223333, 111122223333, 444455556666",
                        ""),
                broken(
                        "profile of another region",
                        c -> c.with("profileArn", Scenario.PROFILE.replace("us-east-1", "eu-west-1")),
                        "400 ValidationException Trust anchor and profile regions don't match: us-east-1, eu-west-1",
                        ""));
    }

    static Stream<Case> parameters() {
        String duration = INVALID + "at '/durationSeconds' failed to satisfy constraint: Member must be between 900 and"
                + " 43200, inclusive";
        return Stream.of(
                broken(
                        "no role",
                        c -> c.members.remove("roleArn"),
                        INVALID + "at '/roleArn' failed to satisfy constraint: Member must not be null",
                        ""),
                broken(
                        "a name for a role",
                        c -> c.with("roleArn", "orders-reader"),
                        INVALID
                                + "'orders-reader' at 'roleArn' failed to satisfy constraint: Member must be a valid ARN of"
                                + " its kind",
                        ""),
                broken(
                        "a profile for an anchor",
                        c -> c.with("trustAnchorArn", Scenario.PROFILE),
                        INVALID + "'" + Scenario.PROFILE
                                + "' at 'trustAnchorArn' failed to satisfy constraint: Member must"
                                + " be a valid ARN of its kind",
                        ""),
                broken("899 seconds", c -> c.with("durationSeconds", 899), duration, ""),
                broken("43201 seconds", c -> c.with("durationSeconds", 43_201), duration, ""),
                broken(
                        "a duration in words",
                        c -> c.with("durationSeconds", "1h"),
                        "400 ValidationException Value at '/durationSeconds' must be a whole number",
                        ""),
                broken(
                        "a body that is not JSON",
                        c -> c.bodyAfterSigning = "{",
                        "400 ValidationException The request body is not valid JSON",
                        ""),
                broken(
                        "a session name of one character",
                        c -> c.with("roleSessionName", "x"),
                        INVALID
                                + "at '/roleSessionName' failed to satisfy constraint: Member must have 2 to 64 characters of"
                                + " [\\w+=,.@-]",
                        ""),
                broken(
                        "a session name without the profile's leave",
                        c -> c.with("roleSessionName", "mine"),
                        "403 AccessDeniedException Not authorized to set roleSessionName.",
                        "acceptRoleSessionName"));
    }

    static Stream<Case> roles() {
        String tags = ". Some attributes failed to be mapped into session tags. ";
        return Stream.of(
                new Case(
                        "role that does not exist",
                        s -> {
                            s.admin("DELETE", "/_emulator/roles/orders-reader", "");
                            return s.call();
                        },
                        UNABLE,
                        "does not exist"),
                shaped(
                        "trust policy for another OU",
                        l -> l.subject = "CN=orders,OU=orders-writer",
                        UNABLE,
                        "allows sts:AssumeRole"),
                new Case(
                        "trust policy without TagSession",
                        s -> {
                            s.role("{\"trustPolicy\": " + TRUST_POLICY.replace("\"sts:TagSession\", ", "") + "}");
                            return s.call();
                        },
                        UNABLE,
                        "allows sts:TagSession"),
                new Case(
                        "longer than the role allows",
                        s -> {
                            s.profile("{\"roleArns\": [\"" + ROLE + "\"], \"durationSeconds\": 7200}");
                            return s.call();
                        },
                        UNABLE + ". The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
                        "7200 seconds are requested, the role allows 3600"),
                shaped(
                        "parentheses in the CN",
                        l -> l.subject = "OU=orders-reader,CN=orders (shop)",
                        UNABLE + tags + "Issuer: [ ]; Subject: [ CN ]; SAN: [ ]",
                        "Session tags"),
                shaped(
                        "policy refusal with a second DNS name",
                        l -> {
                            l.subject = "CN=orders";
                            l.names = List.of(
                                    new GeneralName(GeneralName.dNSName, "a.example"),
                                    new GeneralName(GeneralName.dNSName, "b.example"));
                        },
                        UNABLE + tags + "Issuer: [ ]; Subject: [ ]; SAN: [ DNS/2 ]",
                        "allows sts:AssumeRole"));
    }

    static void revoke(Scenario scenario, TestAuthority issuer, java.math.BigInteger serial, boolean enabled) {
        String data =
                Base64.getEncoder().encodeToString(issuer.revoking(NOW, serial).getBytes());
        scenario.admin(
                "POST",
                "/crls",
                "{\"name\": \"revoked\", \"crlData\": \"" + data + "\", \"enabled\": " + enabled
                        + ", \"trustAnchorArn\": \"" + ANCHOR + "\"}");
    }

    private static Case broken(String what, Consumer<SessionCall> change, String refusal, String reason) {
        return new Case(
                what,
                scenario -> {
                    SessionCall call = scenario.call();
                    change.accept(call);
                    return call;
                },
                refusal,
                reason);
    }

    private static Case shaped(String what, Consumer<TestAuthority.LeafShape> shape, String refusal, String reason) {
        return new Case(what, scenario -> scenario.call(scenario.authority.leaf(NOW, shape)), refusal, reason);
    }
}
