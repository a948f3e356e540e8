package dev.rolesanywhere.operator.podcertificate;

import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import dev.rolesanywhere.pki.request.CertificateRequest;
import dev.rolesanywhere.pki.request.CertificateRequestReader;
import dev.rolesanywhere.pki.request.ProvenKeyReader;
import dev.rolesanywhere.pki.request.RequestDefect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Checks a request by itself, independent of its pod. */
sealed interface Examination {
    /** Its key is proven. */
    record Fit(CertificateRequest.Proven key) implements Examination {}

    /** It cannot be used. */
    record Unfit(Answer answer) implements Examination {}

    static Examination of(PodCertificateRequest request) {
        return unknownAnnotation(request).<Examination>map(Unfit::new).orElseGet(() -> switch (proven(request)) {
            case CertificateRequest.Proven key -> new Fit(key);
            case CertificateRequest.Refused refused -> new Unfit(answer(refused));
        });
    }

    private static Optional<Answer> unknownAnnotation(PodCertificateRequest request) {
        return request.annotations().keySet().stream()
                .filter(key -> !key.equals(Annotations.ROLE))
                .sorted()
                .findFirst()
                .map(key -> new Answer.Denied(
                        IssuingReason.AnnotationUnknown,
                        IssuingReason.AnnotationUnknown.name(),
                        "userAnnotations of the pod's podCertificate has the key '%s', but this signer supports only '%s'. Remove the key, and recreate the pod."
                                .formatted(UntrustedText.sanitize(key), Annotations.ROLE)));
    }

    /** A kubelet's request contains only its key. Names in other requests are ignored. */
    private static CertificateRequest proven(PodCertificateRequest request) {
        return request.publicKey().length == 0 && request.stub().length > 0
                ? bare(CertificateRequestReader.read(request.stub()))
                : ProvenKeyReader.read(
                        request.publicKey(), request.pod().uid().getBytes(StandardCharsets.UTF_8), request.proof());
    }

    private static CertificateRequest bare(CertificateRequest request) {
        return request instanceof CertificateRequest.Proven proven
                ? CertificateRequest.Proven.bare(proven.publicKey())
                : request;
    }

    private static Answer answer(CertificateRequest.Refused refused) {
        IssuingReason reason = IssuingReason.of(refused.defect());
        return refused.defect() == RequestDefect.KeyTypeNotAllowed || refused.defect() == RequestDefect.KeyTooWeak
                ? new Answer.Denied(
                        reason,
                        Answer.Denied.UNSUPPORTED_KEY_TYPE,
                        refused.message()
                                + " Set keyType of the pod's podCertificate to ECDSAP256, and recreate the pod.")
                : Answer.Waiting.of(reason, refused.message());
    }
}
