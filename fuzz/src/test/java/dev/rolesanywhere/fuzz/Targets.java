package dev.rolesanywhere.fuzz;

import dev.rolesanywhere.client.session.AssumeRoleAnswerTarget;
import dev.rolesanywhere.client.session.SessionAnswerTarget;
import dev.rolesanywhere.emulator.SignedRequestTarget;
import dev.rolesanywhere.operator.caller.TokenHintTarget;
import dev.rolesanywhere.operator.endpoint.IssuingTarget;
import dev.rolesanywhere.sidecar.endpoint.RequestHeadTarget;
import dev.rolesanywhere.sidecar.issuing.IssuedTarget;
import dev.rolesanywhere.sidecar.volume.VolumeTarget;
import dev.rolesanywhere.webhook.admission.AdmissionTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** All targets; each is created only when it is used, because some create keys. */
final class Targets {
    private Targets() {}

    private static final Map<String, Supplier<Target>> ALL = Map.ofEntries(
            Map.entry("arn", ArnTarget::target),
            Map.entry("json", JsonTarget::target),
            Map.entry("assume-role-answer", AssumeRoleAnswerTarget::target),
            Map.entry("create-session-answer", SessionAnswerTarget::target),
            Map.entry("endpoint-request-head", RequestHeadTarget::target),
            Map.entry("issuer-answer", IssuedTarget::target),
            Map.entry("volume-files", VolumeTarget::target),
            Map.entry("certificate-request", CertificateRequestTarget::target),
            Map.entry("authority-secret", AuthorityTarget::target),
            Map.entry("pem-bundle", PemTarget::target),
            Map.entry("token-hint", TokenHintTarget::target),
            Map.entry("issuing-request", IssuingTarget::target),
            Map.entry("admission-review", AdmissionTarget::target),
            Map.entry("emulator-signed-request", SignedRequestTarget::target),
            Map.entry("emulator-trust-policy", TrustPolicyTarget::target));

    static List<String> names() {
        return ALL.keySet().stream().sorted().toList();
    }

    static List<Target> all() {
        return names().stream().map(Targets::named).toList();
    }

    static Target named(String name) {
        return Optional.ofNullable(ALL.get(name))
                .orElseThrow(() -> new IllegalArgumentException("There is no target " + name + ", only " + names()))
                .get();
    }
}
