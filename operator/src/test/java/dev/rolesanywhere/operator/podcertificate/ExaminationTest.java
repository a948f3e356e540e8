package dev.rolesanywhere.operator.podcertificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.pki.issuance.IssuingReason;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which defects of a request are denied, and which only wait. */
class ExaminationTest {
    @Test
    void a_kubelets_request_is_fit_with_and_without_a_role() {
        assertThat(examine(Requests.written("orders-1", "uid-1", "{}"))).isInstanceOf(Examination.Fit.class);
        assertThat(examine(Requests.written("orders-1", "uid-1", "{rolesanywhere.dev/role: reader}")))
                .isInstanceOf(Examination.Fit.class);
    }

    /** In the form of the API version v1. */
    @Test
    void a_stub_of_pkcs10_proves_the_key_as_well() throws Exception {
        GenericKubernetesResource request = Requests.written("orders-1", "uid-1", "{}");
        Map<String, Object> spec = request.get("spec");
        spec.remove("pkixPublicKey");
        spec.remove("proofOfPossession");
        byte[] stub = new JcaPKCS10CertificationRequestBuilder(new X500Name(""), Requests.KEYS.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(Requests.KEYS.getPrivate()))
                .getEncoded();
        spec.put("stubPKCS10Request", Base64.getEncoder().encodeToString(stub));

        assertThat(examine(request)).isInstanceOfSatisfying(Examination.Fit.class, fit -> {
            assertThat(fit.key().publicKey()).isEqualTo(Requests.KEYS.getPublic());
            assertThat(fit.key().isBare()).isTrue();
        });
        stub[stub.length - 1] ^= 1;
        spec.put("stubPKCS10Request", Base64.getEncoder().encodeToString(stub));
        assertThat(waiting(request).reason()).isEqualTo(IssuingReason.ProofOfPossessionFailed);
    }

    @Test
    void an_unknown_annotation_is_denied_with_its_key() {
        Answer.Denied denied =
                denied(Requests.written("orders-1", "uid-1", "{rolesanywhere.dev/role: reader, example.org/x: y}"));

        assertThat(denied.reason()).isEqualTo(IssuingReason.AnnotationUnknown);
        assertThat(denied.message()).contains("'example.org/x'", "only 'rolesanywhere.dev/role'");
    }

    @Test
    void an_unsupported_key_type_is_denied_with_kubernetes_reason() throws Exception {
        Answer.Denied denied = denied(Requests.written(
                "orders-1",
                "uid-1",
                "{}",
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair(),
                "Ed25519"));

        assertThat(denied.reason()).isEqualTo(IssuingReason.KeyTypeNotAllowed);
        assertThat(denied.inCondition()).isEqualTo("UnsupportedKeyType");
        assertThat(denied.message()).contains("The key is Ed25519", "Set keyType", "ECDSAP256");
    }

    @Test
    void a_proof_for_another_pod_only_waits() {
        GenericKubernetesResource request = Requests.written("orders-1", "uid-1", "{}");
        Map<String, Object> spec = request.get("spec");
        spec.put("podUID", "uid-2");

        assertThat(waiting(request).reason()).isEqualTo(IssuingReason.ProofOfPossessionFailed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{pkixPublicKey: 7, proofOfPossession: [], podUID: {}, maxExpirationSeconds: x, unverifiedUserAnnotations: []}",
                "{pkixPublicKey: '%%%', stubPKCS10Request: '%%%'}",
                "{stubPKCS10Request: AAAA}"
            })
    void an_invalid_request_waits_without_an_exception(String spec) {
        GenericKubernetesResource request = Serialization.unmarshal(
                "---\n{metadata: {name: a, namespace: shop}, spec: " + spec + "}", GenericKubernetesResource.class);

        assertThat(waiting(request).reason()).isEqualTo(IssuingReason.CsrMalformed);
    }

    @Test
    void an_answered_request_is_recognized() {
        GenericKubernetesResource request = Requests.written("orders-1", "uid-1", "{}");
        assertThat(PodCertificateRequest.isAnswered(request)).isFalse();
        request.setAdditionalProperty("status", Map.of());
        assertThat(PodCertificateRequest.isAnswered(request)).isFalse();
        request.setAdditionalProperty("status", Map.of("conditions", List.of(Map.of("type", "Failed"))));
        assertThat(PodCertificateRequest.isAnswered(request)).isTrue();
    }

    private static Examination examine(GenericKubernetesResource request) {
        return Examination.of(PodCertificateRequest.of(request));
    }

    private static Answer.Denied denied(GenericKubernetesResource request) {
        return (Answer.Denied) ((Examination.Unfit) examine(request)).answer();
    }

    private static Answer.Waiting waiting(GenericKubernetesResource request) {
        return (Answer.Waiting) ((Examination.Unfit) examine(request)).answer();
    }
}
