package dev.rolesanywhere.crds.binding;

import dev.rolesanywhere.crds.contract.Sidecar;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One AWSRole of a ServiceAccount. Webhook and issuer both read the bindings with this class, so they find the same roles, profiles
 * and default.
 *
 * @param binding the binding that counts for this role: the oldest one
 * @param profileOwner the binding of another role that owns this role's profile, if any; no other role gets the profile, even if the
 * owner's role is not served
 */
public record GivenRole(AWSRoleBinding binding, Optional<AWSRoleBinding> profileOwner) {

    /**
     * The roles of a ServiceAccount, each once, the oldest binding first. A profile belongs to the oldest binding
     * that names it. Bindings without a role or a subject have no effect, like dry runs.
     *
     * @param bindings of the ServiceAccount's namespace
     */
    public static List<GivenRole> of(Collection<AWSRoleBinding> bindings, String serviceAccount) {
        return rehearsed(bindings.stream().filter(GivenRole::isInForce).toList(), serviceAccount);
    }

    /** The roles as if no binding were a dry run. For display only: never authorize by this result. */
    public static List<GivenRole> rehearsed(Collection<AWSRoleBinding> bindings, String serviceAccount) {
        Map<String, AWSRoleBinding> byRole = new LinkedHashMap<>();
        Map<String, AWSRoleBinding> byProfile = new LinkedHashMap<>();
        bindings.stream()
                .filter(binding -> isUsable(binding, serviceAccount))
                .sorted(BindingOrder.OLDEST_FIRST)
                .forEach(binding -> {
                    byRole.putIfAbsent(roleOf(binding), binding);
                    byProfile.putIfAbsent(binding.getSpec().profileName(), binding);
                });
        return byRole.values().stream()
                .map(binding -> new GivenRole(
                        binding,
                        Optional.ofNullable(byProfile.get(binding.getSpec().profileName()))
                                .filter(owner -> !roleOf(owner).equals(roleOf(binding)))))
                .toList();
    }

    /**
     * The role that the pod requests; else the role whose binding has {@code default: true}, the oldest if several have; else the only
     * role. A pod that requests a role which it does not have gets no default, so that it never acts as an unintended role. Roles that
     * cannot be served at the moment count too, so that the default never changes to another role on its own.
     *
     * @param given as {@link #of} returns them
     */
    public static Optional<String> defaultOf(List<GivenRole> given, @Nullable String asked) {
        if (asked != null) {
            return given.stream().map(GivenRole::role).filter(asked::equals).findFirst();
        }
        if (given.size() == 1) {
            return Optional.of(given.getFirst().role());
        }
        return given.stream()
                .filter(role -> role.spec().makesDefault())
                .map(GivenRole::role)
                .findFirst();
    }

    public String role() {
        return roleOf(binding);
    }

    public String profile() {
        return spec().profileName();
    }

    public AWSRoleBindingSpec spec() {
        return binding.getSpec();
    }

    /** Why this role cannot be used under its profile, with the correction; empty if it can. */
    public Optional<ProfileDefect> profileDefect() {
        String profile = profile();
        String name = binding.getMetadata().getName();
        if (!isProfile(profile)) {
            return Optional.of(new ProfileDefect(
                    BindingCondition.Reason.ProfileInvalid,
                    "The profile of AWSRoleBinding '%s' is not 1 to 64 letters, digits, '-', '_' and '.' that start with a letter or a digit. Set its spec.profile to such a name."
                            .formatted(name)));
        }
        return profileOwner.map(owner -> new ProfileDefect(
                BindingCondition.Reason.Duplicate,
                "AWSRoleBinding '%s', which is older, has the profile '%s' for AWSRole '%s'. Set spec.profile of AWSRoleBinding '%s' to another name."
                        .formatted(owner.getMetadata().getName(), profile, roleOf(owner), name)));
    }

    /** Whether the sidecar accepts this profile name. */
    public static boolean isProfile(String name) {
        return name.matches(Sidecar.PROFILE_PATTERN);
    }

    /** Why a role has no profile. */
    public record ProfileDefect(BindingCondition.Reason reason, String message) {}

    /** Whether the binding is active (not a dry run). */
    public static boolean isInForce(AWSRoleBinding binding) {
        return binding.getSpec() != null && !binding.getSpec().isDryRun();
    }

    private static boolean isUsable(AWSRoleBinding binding, String serviceAccount) {
        // The subject first: most bindings of a namespace are for other ServiceAccounts, and a defect takes longer to
        // find.
        return binding.getSpec() != null
                && binding.getSpec().names(serviceAccount)
                && binding.getSpec().defect().isEmpty();
    }

    private static String roleOf(AWSRoleBinding binding) {
        return binding.getSpec().roleRef().name();
    }
}
