package dev.rolesanywhere.operator.external;

import dev.rolesanywhere.authorities.aws.AwsEgress;
import dev.rolesanywhere.client.text.UntrustedText;
import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.operator.egress.Egress;
import dev.rolesanywhere.operator.egress.WayToAws;
import dev.rolesanywhere.operator.egress.WaysToAws;
import dev.rolesanywhere.pki.authority.AuthorityDefect;
import dev.rolesanywhere.pki.authority.UnusableAuthorityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** Clients of one of AWS's key services: one for each region and way there, since they are dear to make. */
public final class ServiceClients<C> {
    private final WaysToAws ways;
    private final BiFunction<String, AwsEgress, C> open;
    private final Map<Way, C> opened = new ConcurrentHashMap<>();

    private record Way(String region, AwsEgress egress) {}

    public ServiceClients(WaysToAws ways, BiFunction<String, AwsEgress, C> open) {
        this.ways = ways;
        this.open = open;
    }

    /** Whose endpoint is Roles Anywhere's, so that only proxy and CA bundle of {@code spec.aws} count here. */
    C of(String region, AWSTrustAnchor anchor) throws UnusableAuthorityException {
        AwsEgress egress =
                switch (ways.of(anchor)) {
                    case WayToAws.Open(AWSAccess access) -> Egress.own(access);
                    case WayToAws.Refused(String message) ->
                        throw new UnusableAuthorityException(AuthorityDefect.BackendUnavailable, message, null);
                };
        try {
            return opened.computeIfAbsent(new Way(region, egress), way -> open.apply(way.region(), way.egress()));
        } catch (IllegalArgumentException e) {
            throw new UnusableAuthorityException(
                    AuthorityDefect.BackendUnavailable,
                    "The way to AWS, in spec.aws or the chart's aws: " + UntrustedText.sanitize(e.getMessage()) + ".",
                    e);
        }
    }
}
