package dev.rolesanywhere.operator.registration;

import dev.rolesanywhere.crds.egress.AWSAccess;
import dev.rolesanywhere.operator.egress.Egress;
import dev.rolesanywhere.operator.egress.EgressResolver;
import dev.rolesanywhere.operator.egress.ResolvedEgress;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rolesanywhere.RolesAnywhereClient;

/** With AWS's SDK and the operator's own credentials. */
@Singleton
class SdkAccounts implements ManagedAccounts {
    private final CallRateLimit pace;
    private final AwsCredentialsProvider credentials;
    private final EgressResolver egressResolver;

    SdkAccounts(Clock clock, AwsCredentialsProvider credentials, EgressResolver egressResolver) {
        this.credentials = credentials;
        this.pace = new CallRateLimit(clock, Thread::sleep);
        this.egressResolver = egressResolver;
    }

    @Override
    public AccountCalls open(String region, AWSAccess ofAnchor) {
        AWSAccess access =
                switch (egressResolver.over(ofAnchor)) {
                    case ResolvedEgress.Allowed(AWSAccess open) -> open;
                    case ResolvedEgress.NotAllowed(String message) -> throw new IllegalArgumentException(message);
                };
        var client = RolesAnywhereClient.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .fipsEnabled(Boolean.TRUE.equals(access.fips()))
                .dualstackEnabled(Boolean.TRUE.equals(access.dualStack()))
                .httpClientBuilder(Egress.own(access).http());
        if (access.endpoint() != null) {
            client.endpointOverride(URI.create(access.endpoint()));
        }
        return new SdkCalls(client.build(), pace);
    }
}
