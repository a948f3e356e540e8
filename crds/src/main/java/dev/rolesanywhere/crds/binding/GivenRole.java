package dev.rolesanywhere.crds.binding;

import dev.rolesanywhere.crds.contract.Sidecar;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One AWSRole that a ServiceAccount is given. Webhook and issuer read the bindings here, so that both find the same roles, profiles
 * and default.
 *
 * @param binding the one that counts for this role: the oldest that gives it
 * @param profileOwner the binding that has this role's profile, if that is one of another role; nobody else gets the profile, whether
 *     or not the owner's role is served
 */
public record GivenRole(AWSRoleBinding binding, Optional<AWSRoleBinding> profileOwner) {

    /**
     * The roles that the bindings give a ServiceAccount, each once, the oldest binding first. A profile belongs to the oldest binding
     * that names it. Bindings without a role or a subject give nothing and take nothing, and so do dry runs.
     *
     * @param bindings of the ServiceAccount's namespace
     */
    public static List<GivenRole> of(Collection<AWSRoleBinding> bindings, String serviceAccount) {
        return rehearsed(bindings.stream().filter(GivenRole::isInForce).toList(), serviceAccount);
    }

    /** The same as if no binding were a dry run. It shows what would be; nothing may be authorized by it. */
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
     * The role that the pod asks for; else the one whose binding says so, the oldest if several do; else the only one. A pod that asks
     * for a role which it does not have gets no default: it would act as somebody whom it did not mean to be. Roles that cannot be
     * served at the moment count, so that a default never moves to another role by itself.
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

    /** Why no pod can have this role under its profile, with what to write instead; empty where one can. */
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

    /** Whether the sidecar takes this name for a profile. */
    public static boolean isProfile(String name) {
        return name.matches(Sidecar.PROFILE_PATTERN);
    }

    /** Why a role has no profile. */
    public record ProfileDefect(BindingCondition.Reason reason, String message) {}

    /** Whether the binding is more than a dry run. */
    public static boolean isInForce(AWSRoleBinding binding) {
        return binding.getSpec() != null && !binding.getSpec().isDryRun();
    }

    private static boolean isUsable(AWSRoleBinding binding, String serviceAccount) {
        return binding.getSpec() != null
                && binding.getSpec().defect().isEmpty()
                && binding.getSpec().names(serviceAccount);
    }

    private static String roleOf(AWSRoleBinding binding) {
        return binding.getSpec().roleRef().name();
    }
}
