package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.authorities.aws.AwsEgress;
import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.egress.Egress;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.egress.ResolvedEgress;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Clients of one of AWS's key services, cached for each region and egress settings, because a client is slow to create.
 */
public final class ServiceClients<C> {
    private final EgressResolver egressResolver;
    private final BiFunction<String, AwsEgress, C> open;
    private final Map<Destination, C> opened = new ConcurrentHashMap<>();

    private record Destination(String region, AwsEgress egress) {}

    public ServiceClients(EgressResolver egressResolver, BiFunction<String, AwsEgress, C> open) {
        this.egressResolver = egressResolver;
        this.open = open;
    }

    /** The endpoint in {@code spec.aws} is Roles Anywhere's, so only proxy and CA bundle apply here. */
    C of(String region, AWSTrustAnchor anchor) throws UnusableAuthorityException {
        AwsEgress egress =
                switch (egressResolver.of(anchor)) {
                    case ResolvedEgress.Allowed(AWSAccess access) -> Egress.own(access);
                    case ResolvedEgress.NotAllowed(String message) ->
                        throw new UnusableAuthorityException(AuthorityDefect.BackendUnavailable, message, null);
                };
        try {
            return opened.computeIfAbsent(
                    new Destination(region, egress),
                    destination -> open.apply(destination.region(), destination.egress()));
        } catch (IllegalArgumentException e) {
            throw new UnusableAuthorityException(
                    AuthorityDefect.BackendUnavailable,
                    "The egress settings in spec.aws or the chart's aws: " + UntrustedText.sanitize(e.getMessage())
                            + ".",
                    e);
        }
    }
}
