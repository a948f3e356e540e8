package dev.rolesanywhere.e2e.breakage;

import java.util.Locale;
import java.util.function.Consumer;

/** One way to break a pod's credentials. */
enum Breakage {
    SIDECAR_IMAGE(
            "The chart names an image of the sidecar that the node cannot pull",
            "imagepullfailed",
            "image.registry",
            Pods::plain),
    ARCHITECTURE(
            "A container before the sidecar has an image for another architecture",
            // The kubelet reports an ordinary crash. The log, which the answer names, has "exec format error".
            "containercrashes",
            "kubectl logs app -n break-architecture -c restore-wait",
            Pods::otherArchitecture),
    INIT_CRASHES(
            "A container before the sidecar crashes",
            "containercrashes",
            "kubectl logs app -n break-init-crashes -c restore-wait",
            Pods::crashingBefore),
    INIT_HANGS(
            "A container before the sidecar does not end",
            "inittoolong",
            "kubectl logs app -n break-init-hangs -c restore-wait",
            Pods::hangingBefore),
    CONFIG_MISSING(
            "A container refers to a ConfigMap that does not exist",
            "containerconfigerror",
            "Create the Secret or ConfigMap",
            Pods::withoutConfiguration),
    VOLUME_MISSING(
            "A volume of the pod is a ConfigMap that does not exist",
            "containercreatingtoolong",
            "Create the missing object",
            Pods::withoutVolume),
    NO_NODE("No node fits the pod", "podnotscheduled", "node selectors", Pods::withoutNode),
    APP_CRASHES(
            "The application crashes, while its credentials are there",
            "containercrashes",
            "kubectl logs app -n break-app-crashes -c app",
            Pods::crashing),
    OTHER_ACCOUNT(
            "The pod runs as another ServiceAccount than the one that is bound",
            "nothing-is-injected",
            "serviceAccountName",
            Pods::ofAnotherAccount),
    ACCOUNT_DELETED(
            "Somebody deleted the pod's ServiceAccount",
            "serviceaccountnotfound",
            "Create the ServiceAccount again",
            Pods::ofADeletedAccount),
    OLDER_THAN_BINDING(
            "The pod is older than its binding", "podswithoutsidecar", "rollout restart", Pods::olderThanItsBinding),
    STATIC_KEY("The container has a static key", "credentialsshadowed", "Remove ", Pods::withAKey),
    OTHER_PROFILE(
            "The container sets AWS_PROFILE to a profile that no binding gives",
            "credentialsshadowed",
            "Remove ",
            Pods::withAnotherProfile),
    DNS("The pod's DNS does not answer", "endpointunreachable", "correct the pod's DNS", Pods::withoutDns),
    EGRESS(
            "Nothing that the pod sends to AWS arrives",
            "endpointunreachable",
            "network policies",
            Roles::withoutAWayToAws),
    ISSUER("Nothing that the pod sends arrives", "issuerunreachable", "network policies", Pods::withoutNetwork),
    ROLE_MISSING(
            "The binding names an AWSRole that does not exist", "rolenotfound", "Create the AWSRole", Roles::missing),
    NAMESPACE_NOT_ALLOWED(
            "The AWSRole does not allow the namespace",
            "namespacenotallowed",
            "spec.allowedNamespaces",
            Roles::notAllowed),
    NAMESPACE_EXCLUDED(
            "The chart excludes the namespace",
            "namespaceexcluded",
            "excluded namespaces",
            Roles::inAnExcludedNamespace),
    ANCHOR_NOT_READY(
            "The trust anchor's Secret does not exist",
            "secretnotfound",
            "break-anchor-not-ready",
            Roles::ofNoAuthority),
    CA_EXPIRED("The CA has expired", "expired", "expired", Roles::ofAnExpiredAuthority),
    TRUST_POLICY(
            "The IAM role's trust policy does not admit the pod",
            "roletrustpolicydenies",
            "status.trustPolicy",
            Roles::deniedByTheTrustPolicy),
    ROLE_NOT_IN_PROFILE(
            "The profile does not list the IAM role",
            "rolenotinprofile",
            "Add the IAM role to that profile",
            Roles::notInTheProfile),
    PROFILE_DISABLED(
            "The profile is disabled", "profilemissingordisabled", "enable that profile", Roles::ofADisabledProfile),
    ANCHOR_DISABLED(
            "The trust anchor is disabled in AWS",
            "anchormissingordisabled",
            "enable that trust anchor",
            Roles::ofADisabledAnchor),
    ANOTHER_CA(
            "The trust anchor in AWS has another CA",
            "untrustedcertificate",
            "status.caBundle",
            Roles::ofAnotherAuthorityThanAws),
    QUOTA("The account's quota is used up", "throttled", "Service Quotas", Roles::throttled),
    PROXY("The HTTP proxy opens no tunnels", "proxyrefused", "proxy", Roles::behindAWrongProxy),
    OPERATOR_AWAY("No operator is active", "rolesanywherenoactiveoperator", "Check the operator's pods", Pods::plain);

    final String words;

    /** The section of the docs that the last line of {@code status} ends with. */
    final String section;

    /** A part of the advice in that line. */
    final String todo;

    private final Consumer<Place> act;

    Breakage(String words, String section, String todo, Consumer<Place> act) {
        this.words = words;
        this.section = section;
        this.todo = todo;
        this.act = act;
    }

    void begin() {
        act.accept(place());
    }

    Place place() {
        String name = "break-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        return this == NAMESPACE_EXCLUDED ? new Place("kube-public", name) : Place.of(name);
    }

    /** Whether this breakage can run together with others. The remaining breakages affect the whole cluster. */
    boolean isOfOnePod() {
        return this != SIDECAR_IMAGE && this != OPERATOR_AWAY;
    }

    /** Whether the pod waits for credentials, so that its author looks for a reason in its Events. */
    boolean hangs() {
        return switch (this) {
            case APP_CRASHES,
                    OTHER_ACCOUNT,
                    ACCOUNT_DELETED,
                    OLDER_THAN_BINDING,
                    STATIC_KEY,
                    OTHER_PROFILE,
                    NAMESPACE_EXCLUDED -> false;
            default -> true;
        };
    }
}
