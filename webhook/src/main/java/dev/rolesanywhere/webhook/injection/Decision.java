package dev.rolesanywhere.webhook.injection;

import dev.rolesanywhere.crds.binding.Injection.Delivery;
import dev.rolesanywhere.webhook.binding.BoundRole;
import dev.rolesanywhere.webhook.settings.DeliverySettings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What becomes of a pod, and why. */
public sealed interface Decision {
    /** For metrics and logs. */
    String reason();

    /** The pod gets no credentials of ours. */
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
        /** Bindings name its ServiceAccount, and all of them are dry runs. */
        DryRun,
        OptedOut,
        /** The ServiceAccount says so; the pod is told, because the guards in the API server read only pods. */
        ServiceAccountOptedOut,
        NamespaceExcluded,
        MirrorPod
    }

    /**
     * The pod gets the sidecar or what the agent of its node needs, in place of what it has of ours.
     *
     * @param again whether it has parts of ours already
     * @param roles all that are bound, the default role first where there is one
     * @param defaultRole whether the first is the default
     * @param askedRole set where the ServiceAccount asks for a role on behalf of its pods
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

        /** The AWSRole that a container is given in place of the default. */
        Optional<String> ownRole(String container) {
            return Optional.ofNullable(settings.containerRoles().get(container));
        }

        Optional<String> defaultRoleName() {
            return defaultRole ? Optional.of(roles.getFirst().role()) : Optional.empty();
        }

        /** Of the registration that serves the default role. */
        Optional<String> defaultRegion() {
            return defaultRole ? Optional.ofNullable(roles.getFirst().region()) : Optional.empty();
        }

        /** Whether clients may find credentials in files, so that nobody knows who uses them. */
        boolean readsFiles() {
            return severalRoles() || settings.delivery() == Delivery.Files;
        }

        boolean severalRoles() {
            return roles.size() > 1;
        }
    }

    /** The pod must not start like this; the message says what to write instead. */
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
        /** The volume with the certificates of another component is missing, unreadable, or written too late. */
        CertificateVolumeUnfit
    }
}
