package dev.rolesanywhere.webhook.injection;

import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.webhook.binding.BoundRole;
import dev.rolesanywhere.webhook.settings.DeliverySettings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The decision about a pod, and its reason. */
public sealed interface Decision {
    /** For metrics and logs. */
    String reason();

    /** The pod gets no credentials from the webhook. */
    record LeaveAlone(Why why) implements Decision {
        @Override
        public String reason() {
            return why.name();
        }
    }

    /** Every value of {@link #reason}. */
    static List<String> reasons() {
        return Stream.of(
                        Stream.of(Inject.FIRST, Inject.AGAIN),
                        Arrays.stream(Why.values()).map(Enum::name),
                        Arrays.stream(Refusal.values()).map(Enum::name))
                .flatMap(names -> names)
                .toList();
    }

    enum Why {
        NotBound,
        /** All bindings of its ServiceAccount are dry runs. */
        DryRun,
        OptedOut,
        /**
         * The ServiceAccount opts out. The webhook writes that into the pod, because the guards in the API server read
         * only pods.
         */
        ServiceAccountOptedOut,
        NamespaceExcluded,
        MirrorPod
    }

    /**
     * The pod gets the sidecar or the parts for its node's agent, which replace existing parts of ours.
     *
     * @param again whether it has parts of ours already
     * @param roles all bound roles, the default role first if there is one
     * @param defaultRole whether the first is the default
     * @param askedRole set if the ServiceAccount chooses a role for its pods
     */
    record Inject(
            boolean again,
            List<BoundRole> roles,
            boolean defaultRole,
            Optional<String> askedRole,
            DeliverySettings settings,
            CredentialSource source)
            implements Decision {
        private static final String FIRST = "Inject";
        private static final String AGAIN = "AlreadyInjected";

        @Override
        public String reason() {
            return again ? AGAIN : FIRST;
        }

        /** The container's AWSRole instead of the default. */
        Optional<String> ownRole(String container) {
            return Optional.ofNullable(settings.containerRoles().get(container));
        }

        Optional<String> defaultRoleName() {
            return defaultRole ? Optional.of(roles.getFirst().role()) : Optional.empty();
        }

        /** Region of the registration that serves the default role. */
        Optional<String> defaultRegion() {
            return defaultRole ? Optional.ofNullable(roles.getFirst().region()) : Optional.empty();
        }

        /** Whether clients may read credentials from files. The sidecar then does not see which clients use them. */
        boolean readsFiles() {
            return severalRoles() || settings.delivery() == Delivery.Files;
        }

        boolean severalRoles() {
            return roles.size() > 1;
        }
    }

    /** The pod is rejected. The message says what to change. */
    record Refuse(Refusal refusal, String message) implements Decision {
        @Override
        public String reason() {
            return refusal.name();
        }
    }

    enum Refusal {
        InvalidAnnotation,
        RoleNotBound,
        WindowsPod,
        NameTaken,
        /** The chart installs no agents. */
        NodeAgentDisabled,
        MeshProxyStartsLate,
        /** The volume with another component's certificates is missing, unreadable, or written too late. */
        CertificateVolumeUnfit
    }
}
