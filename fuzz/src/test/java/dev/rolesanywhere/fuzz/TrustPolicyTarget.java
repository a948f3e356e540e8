package dev.rolesanywhere.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.emulator.policy.TrustPolicyReader;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;

/** Trust policies from users of the emulator. */
final class TrustPolicyTarget {
    private TrustPolicyTarget() {}

    static Target target() {
        return Target.of("emulator-trust-policy", TrustPolicyTarget::feed, """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"rolesanywhere.amazonaws.com"},\
                "Action":["sts:AssumeRole","sts:*"],"Condition":{"ForAnyValue:StringLikeIfExists":{"aws:PrincipalTag/x509SAN/URI":\
                "spiffe://*"},"ArnEquals":{"aws:SourceArn":"arn:aws:rolesanywhere:*"},"Null":{"a":"true"}}}]}""");
    }

    private static void feed(byte[] input) {
        try {
            TrustPolicyReader.read(Json.read(input));
        } catch (Refusal e) {
            assertThat(e.status()).isEqualTo(400);
        }
    }
}
