package dev.rolesanywhere.operator.podcertificate;

import dev.rolesanywhere.crds.contract.ReasonPages;
import dev.rolesanywhere.operator.issuance.Issuance.IssuedRole;
import dev.rolesanywhere.operator.issuance.Issuance.Proof;
import dev.rolesanywhere.operator.schedule.FailureText;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Handles one waiting request: reads it, decides, and writes the answer. */
final class RequestAnswering {
    private static final Logger LOG = Logger.getLogger(RequestAnswering.class);

    private final PodCertificateSigner signer;
    private final RequestAllowances allowances;
    private final WaitingRequests waiting;
    private final RequestRecord record;
    private final ReasonPages pages;
    private final Clock clock;

    RequestAnswering(
            PodCertificateSigner signer,
            RequestAllowances allowances,
            WaitingRequests waiting,
            RequestRecord record,
            ReasonPages pages,
            Clock clock) {
        this.signer = signer;
        this.allowances = allowances;
        this.waiting = waiting;
        this.record = record;
        this.pages = pages;
        this.clock = clock;
    }

    /** Never throws, so that an error of one request does not affect others. */
    void look(PodCertificateApi api, WaitingRequests.Key key) {
        try {
            Optional<GenericKubernetesResource> found = api.get(key);
            if (found.isEmpty() || PodCertificateRequest.isAnswered(found.orElseThrow())) {
                waiting.remove(key);
            } else {
                answer(api, key, found.orElseThrow());
            }
        } catch (RuntimeException e) {
            failed(key, e);
        }
    }

    private void answer(PodCertificateApi api, WaitingRequests.Key key, GenericKubernetesResource found) {
        PodCertificateRequest request = PodCertificateRequest.of(found);
        Optional<String> tooMany = allowances.refusal(request);
        Answer answer = tooMany.isPresent()
                ? new Answer.Waiting(
                        IssuingReason.TooManyRequests, tooMany.orElseThrow(), null, null, WaitingRequests.LONGEST_PAUSE)
                : signer.answer(request);
        switch (answer) {
            case Answer.Issued(var pod, var role) -> {
                api.answer(found, issued(role));
                record.issued(pod, role);
                waiting.remove(key);
            }
            case Answer.Denied denied -> {
                api.answer(
                        found,
                        RequestStatus.denied(
                                denied,
                                pages.after(denied.message(), denied.reason().name()),
                                clock.instant()));
                record.denied(request.pod(), denied.reason());
                waiting.remove(key);
            }
            case Answer.Waiting waits -> waits(key, request, waits);
        }
    }

    private Map<String, Object> issued(IssuedRole role) {
        // A key without a request is either signed here or refused.
        Proof.Leaf leaf = (Proof.Leaf) role.proof();
        return RequestStatus.issued(
                leaf.certificate(),
                leaf.chain(),
                "The certificate is for AWSRole '" + role.name() + "'.",
                clock.instant());
    }

    private void waits(WaitingRequests.Key key, PodCertificateRequest request, Answer.Waiting waits) {
        if (later(key, waits.reason(), waits.retryAfter())) {
            record.waits(request.pod(), waits);
            LOG.infof(
                    "PodCertificateRequest %s/%s waits (%s): %s",
                    key.namespace(), key.name(), waits.reason(), waits.message());
        }
    }

    /** Another replica has answered, the API server rejects the answer, or it is unreachable. */
    private void failed(WaitingRequests.Key key, RuntimeException failure) {
        boolean conflict = failure instanceof KubernetesClientException client
                && client.getCode() == HttpURLConnection.HTTP_CONFLICT;
        if (later(key, IssuingReason.TemporarilyUnavailable, null) && !conflict) {
            LOG.warnf(
                    "PodCertificateRequest %s/%s could not be answered and will be retried: %s",
                    key.namespace(), key.name(), FailureText.of(failure));
        }
    }

    private boolean later(WaitingRequests.Key key, IssuingReason reason, @Nullable Duration after) {
        return waiting.later(key, reason, after, clock.instant());
    }
}
