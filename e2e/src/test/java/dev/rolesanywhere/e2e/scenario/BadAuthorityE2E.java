package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.crds.condition.Condition;
import dev.rolesanywhere.e2e.cluster.Beside;
import dev.rolesanywhere.e2e.cluster.NeedsCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificate authorities that are none, and what people read about them; the full table of defects is pki's. */
@NeedsCluster
@Beside
class BadAuthorityE2E {
    private static final String ID = "eeeeeeee-89ab-cdef-0123-456789abcdef";

    private final KubernetesClient client = Installation.get().client();
    private final TrustAnchors anchors = new TrustAnchors();

    @ParameterizedTest(name = "{0}")
    @MethodSource("secrets")
    void a_secret_without_a_usable_ca_is_reported_with_the_correction(
            String reason, Map<String, String> data, String advice) {
        String name = "bad-" + reason.toLowerCase(java.util.Locale.ROOT);
        anchors.secret(name, data);
        anchors.fromSecret(name, ID);
        Condition condition = anchors.awaitAuthority(name, reason);
        assertThat(condition.holds()).isFalse();
        assertThat(condition.message()).contains("Secret '" + name + "'").contains(advice);
        assertThat(condition.message()).doesNotContain("PRIVATE KEY");
        anchors.delete(name);
    }

    static Stream<Arguments> secrets() {
        UserAuthority good = UserAuthority.root("good");
        UserAuthority leaf = UserAuthority.leaf("leaf");
        UserAuthority expired =
                UserAuthority.valid("expired", Instant.now().minus(Duration.ofDays(9)), Duration.ofDays(8));
        UserAuthority future =
                UserAuthority.valid("future", Instant.now().plus(Duration.ofDays(2)), Duration.ofDays(8));
        return Stream.of(
                Arguments.of("NotACA", pair(leaf.certificatePem(), leaf.keyPem()), "CA"),
                Arguments.of("Expired", pair(expired.certificatePem(), expired.keyPem()), "expired"),
                Arguments.of("NotYetValid", pair(future.certificatePem(), future.keyPem()), "valid"),
                Arguments.of(
                        "KeyMismatch", pair(good.certificatePem(), leaf.keyPem()), "Store the key of that certificate"),
                Arguments.of(
                        "KeyEncrypted", pair(good.certificatePem(), good.encryptedKeyPem()), "Store it without one"),
                Arguments.of("SecretKeyMissing", Map.of("tls.crt", good.certificatePem()), "no entry 'tls.key'"));
    }

    @Test
    void a_secret_that_is_created_later_makes_the_trust_anchor_ready() {
        anchors.fromSecret("later-ca", ID);
        assertThat(anchors.awaitAuthority("later-ca", "SecretNotFound").message())
                .contains("later-ca");
        UserAuthority good = UserAuthority.root("later");
        anchors.secret("later-ca", pair(good.certificatePem(), good.keyPem()));
        assertThat(anchors.awaitAuthority("later-ca", "Loaded").holds()).isTrue();
        anchors.delete("later-ca");
    }

    @Test
    void a_lost_key_is_never_replaced_automatically_and_a_restored_key_is_used() {
        anchors.selfSigned("lost");
        anchors.awaitReady("lost");
        String before = anchors.get("lost").getStatus().caBundle();
        var secrets = client.secrets().inNamespace(Installation.NAMESPACE).withName("awsta-lost-ca");
        Secret backup = secrets.require();
        secrets.delete();
        assertThat(anchors.awaitAuthority("lost", "KeyLost").message())
                .contains("Restore the Secret from a backup")
                .contains("kubectl annotate awsta lost");
        assertThat(secrets.get()).as("no second CA").isNull();

        client.resource(new SecretBuilder(backup)
                        .editMetadata()
                        .withResourceVersion(null)
                        .withUid(null)
                        .endMetadata()
                        .build())
                .create();
        anchors.awaitReady("lost");
        assertThat(anchors.get("lost").getStatus().caBundle()).isEqualTo(before);
        anchors.delete("lost");
    }

    private static Map<String, String> pair(String certificate, String key) {
        return Map.of("tls.crt", certificate, "tls.key", key);
    }
}
