package dev.rolesanywhere.sidecar.issuing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.client.json.MalformedJsonException;
import dev.rolesanywhere.fuzz.Target;
import java.time.Duration;

/** Answers of the issuer: profiles must be safe as file names, and waits must end. */
public final class IssuedTarget {
    private IssuedTarget() {}

    public static Target target() {
        return Target.of("issuer-answer", IssuedTarget::feed, """
                {"issuerBundle":"-----BEGIN","roles":[{"name":"a","profile":"a.b-c","default":true,"roleARN":"r","profileARN":"p",\
                "trustAnchorARN":"t","region":"eu-west-1","sessionDurationSeconds":3600,"certificate":"AAAA","chain":["AAAA"],\
                "notBefore":"2026-01-02T03:04:05Z","notAfter":"2026-01-02T04:04:05Z","waitSeconds":3,"targetRole":{"roleARN":"t",\
                "roleSessionName":"s","durationSeconds":9999999999,"tags":{"a":"b"}},"aws":{"endpoint":"https://x",\
                "fips":false,"proxy":"http://p"}}],"refused":[{"role":"b","reason":"NotReady","message":"m"}]}""", "{\"roles\":[],\"refused\":[]}");
    }

    private static void feed(byte[] input) {
        try {
            Issued issued = Issued.read(new String(input, UTF_8));
            for (IssuedRole role : issued.roles()) {
                assertThat(role.profile()).matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
                assertThat(role.waitFor()).isBetween(Duration.ZERO, Duration.ofHours(1));
                if (role.target() != null) {
                    assertThat(role.target().durationSeconds()).isBetween(900, 3600);
                }
            }
        } catch (MalformedJsonException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
