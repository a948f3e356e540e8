package dev.rolesanywhere.operator.podcertificate;

import dev.rolesanywhere.operator.caller.PodReference;
import dev.rolesanywhere.operator.limits.Allowances;
import java.time.Clock;
import java.util.Optional;

/**
 * How often requests of one pod, node and ServiceAccount are checked. A kubelet has one open request for each volume.
 */
final class RequestAllowances {
    private static final int OF_A_POD = 20;
    private static final int OF_A_NODE = 600;
    private static final int OF_AN_ACCOUNT = 1200;

    private final Allowances pods;
    private final Allowances nodes;
    private final Allowances accounts;

    RequestAllowances(Clock clock) {
        this.pods = new Allowances(OF_A_POD, OF_A_POD, clock);
        this.nodes = new Allowances(OF_A_NODE, OF_A_NODE, clock);
        this.accounts = new Allowances(OF_AN_ACCOUNT, OF_AN_ACCOUNT, clock);
    }

    /** Why the request is not checked now; empty if it may be. */
    Optional<String> refusal(PodCertificateRequest request) {
        PodReference pod = request.pod();
        if (!pods.take(pod.namespace() + "/" + pod.uid())) {
            return Optional.of(tooMany(OF_A_POD, "pod '" + pod.name() + "' in namespace '" + pod.namespace() + "'"));
        }
        if (!nodes.take(request.node())) {
            return Optional.of(tooMany(OF_A_NODE, "node '" + request.node() + "'"));
        }
        if (!accounts.take(pod.namespace() + "/" + pod.serviceAccount())) {
            return Optional.of(tooMany(
                    OF_AN_ACCOUNT,
                    "ServiceAccount '" + pod.serviceAccount() + "' in namespace '" + pod.namespace() + "'"));
        }
        return Optional.empty();
    }

    private static String tooMany(int most, String of) {
        return "PodCertificateRequests of " + of + " were checked more than " + most
                + " times within a minute. The operator retries in a minute.";
    }
}
