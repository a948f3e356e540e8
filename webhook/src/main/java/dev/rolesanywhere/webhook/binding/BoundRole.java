package dev.rolesanywhere.webhook.binding;

import dev.rolesanywhere.crds.binding.AWSRoleBinding;
import dev.rolesanywhere.crds.binding.GivenRole;
import dev.rolesanywhere.crds.binding.Injection;
import dev.rolesanywhere.crds.binding.SidecarResources;
import dev.rolesanywhere.crds.binding.SidecarSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One AWSRole that is bound to a ServiceAccount.
 *
 * @param role the AWSRole's name
 * @param profile the AWS profile of the role
 * @param makesDefault whether its binding sets {@code default: true}
 * @param exists whether the AWSRole exists
 * @param region of the registration that serves the role; null if unknown
 * @param sidecar the sidecar's resources from its binding; null if unset
 * @param files set if another component issues the certificates
 * @param unservedBecause why the issuer never issues certificates for this binding; null if it does
 */
public record BoundRole(
        String role,
        String profile,
        boolean makesDefault,
        boolean exists,
        @Nullable String unservedBecause,
        @Nullable Injection injection,
        @Nullable String region,
        @Nullable SidecarResources sidecar,
        @Nullable CertificateFiles files) {

    public BoundRole(
            String role,
            String profile,
            boolean makesDefault,
            boolean exists,
            @Nullable String unservedBecause,
            @Nullable Injection injection) {
        this(role, profile, makesDefault, exists, unservedBecause, injection, null, null, null);
    }

    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");

    /**
     * The roles of a ServiceAccount, each once, the oldest binding first, same as the issuer.
     *
     * @param bindings of the ServiceAccount's namespace
     * @param knownRoles names of the AWSRoles that exist
     */
    public static List<BoundRole> of(
            Collection<AWSRoleBinding> bindings, String serviceAccount, Set<String> knownRoles) {
        return of(bindings, serviceAccount, knownRoles.stream().collect(Collectors.toMap(role -> role, role -> "")));
    }

    /**
     * @param bindings of the ServiceAccount's namespace
     * @param regions of the AWSRoles that exist, by name; empty if a role is not served yet
     */
    public static List<BoundRole> of(
            Collection<AWSRoleBinding> bindings, String serviceAccount, Map<String, String> regions) {
        return of(GivenRole.of(bindings, serviceAccount), regions);
    }

    /** The same, as if no binding were a dry run. */
    public static List<BoundRole> rehearsed(
            Collection<AWSRoleBinding> bindings, String serviceAccount, Map<String, String> regions) {
        return of(GivenRole.rehearsed(bindings, serviceAccount), regions);
    }

    private static List<BoundRole> of(List<GivenRole> roles, Map<String, String> regions) {
        return roles.stream()
                .map(given -> new BoundRole(
                        given.role(),
                        given.profile(),
                        given.spec().makesDefault(),
                        regions.containsKey(given.role()),
                        given.profileDefect()
                                .map(GivenRole.ProfileDefect::message)
                                .orElse(null),
                        given.spec().injection(),
                        region(regions.getOrDefault(given.role(), "")),
                        sidecar(given.spec().sidecar()),
                        null))
                .toList();
    }

    BoundRole with(@Nullable CertificateFiles external) {
        return new BoundRole(
                role, profile, makesDefault, exists, unservedBecause, injection, region, sidecar, external);
    }

    private static @Nullable SidecarResources sidecar(@Nullable SidecarSpec spec) {
        return spec == null ? null : spec.resources();
    }

    private static @Nullable String region(String known) {
        return REGION.matcher(known).matches() ? known : null;
    }
}
