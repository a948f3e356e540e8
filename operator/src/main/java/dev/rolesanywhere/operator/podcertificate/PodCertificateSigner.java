package dev.rolesanywhere.operator.podcertificate;

import dev.rolesanywhere.crds.contract.Annotations;
import dev.rolesanywhere.operator.caller.Identification;
import dev.rolesanywhere.operator.caller.LivePods;
import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.inventory.Inventory;
import dev.rolesanywhere.operator.issuance.Issuance;
import dev.rolesanywhere.operator.issuance.Issuance.RefusedRole;
import dev.rolesanywhere.operator.issuance.Issuer;
import dev.rolesanywhere.operator.issuance.Order;
import dev.rolesanywhere.operator.issuance.PodRequests;
import dev.rolesanywhere.operator.issuance.SessionNeeds;
import dev.rolesanywhere.pki.issuance.Decision;
import dev.rolesanywhere.pki.issuance.IssuingChains;
import dev.rolesanywhere.pki.issuance.PodCertificateClaim;
import dev.rolesanywhere.pki.issuance.PolicyChain;
import dev.rolesanywhere.pki.leaf.PodCertificateTerms;
import dev.rolesanywhere.pki.request.CertificateRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides about one request, with the pod from the API server and the issuing endpoint's rules for the role. */
@Singleton
class PodCertificateSigner {
    private static final PolicyChain<PodCertificateClaim> POLICY = IssuingChains.podCertificate();

    private final LivePods pods;
    private final Inventory inventory;
    private final Issuer issuer;
    private final Clock clock;

    PodCertificateSigner(LivePods pods, Inventory inventory, Issuer issuer, Clock clock) {
        this.pods = pods;
        this.inventory = inventory;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** @throws RuntimeException if the API server could not be reached */
    Answer answer(PodCertificateRequest request) {
        return switch (Examination.of(request)) {
            case Examination.Unfit(Answer answer) -> answer;
            case Examination.Fit(CertificateRequest.Proven key) -> answer(request, key);
        };
    }

    private Answer answer(PodCertificateRequest request, CertificateRequest.Proven key) {
        PodReference pod = request.pod();
        Optional<LivePods.Found> found = pods.find(pod.namespace(), pod.name());
        String account = inventory
                .serviceAccount(pod.namespace(), pod.serviceAccount())
                .map(it -> it.getMetadata().getUid())
                .orElse(null);
        PodCertificateClaim claim =
                request.claim(found.map(LivePods.Found::facts).orElse(null), account, clock.instant());
        return switch (POLICY.decide(claim)) {
            case Decision.Refused refused ->
                new Answer.Waiting(refused.reason(), refused.message(), known(pod, found), null, null);
            case Decision.Accepted _ -> issue(request, key, found.orElseThrow());
        };
    }

    /** Writes Events only about the pod that the request certainly belongs to. */
    private static @Nullable PodReference known(PodReference pod, Optional<LivePods.Found> found) {
        return found.filter(it -> it.facts().uid().equals(pod.uid()))
                .map(it -> new PodReference(
                        pod.namespace(), pod.name(), pod.uid(), it.facts().serviceAccountName()))
                .orElse(null);
    }

    private Answer issue(PodCertificateRequest request, CertificateRequest.Proven key, LivePods.Found found) {
        PodReference pod = request.pod();
        Identification.Known caller = new Identification.Known(
                pod,
                request.annotations().getOrDefault(Annotations.ROLE, found.askedRole()),
                found.facts().isRunning());
        Issuance issuance = issuer.issueDefault(
                caller,
                new Order(
                        new PodRequests(key, null),
                        SessionNeeds.UNKNOWN,
                        new PodCertificateTerms(request.longest()),
                        found.facts().isRunning() ? Order.Turn.Unknown : Order.Turn.CallsAtOnce));
        return issuance.roles().stream()
                .findFirst()
                .<Answer>map(role -> new Answer.Issued(pod, role))
                .orElseGet(() -> waiting(pod, issuance.refused().getFirst()));
    }

    private static Answer.Waiting waiting(PodReference pod, RefusedRole refused) {
        return new Answer.Waiting(
                refused.reason(),
                refused.message(),
                pod,
                refused.role().isEmpty() ? null : refused.role(),
                refused.retryAfter());
    }
}
