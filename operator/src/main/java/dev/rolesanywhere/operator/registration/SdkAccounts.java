package dev.rolesanywhere.operator.registration;

import dev.rolesanywhere.crds.egress.AWSAccess;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rolesanywhere.RolesAnywhereClient;

/** By AWS's SDK, with the operator's own credentials. */
@Singleton
class SdkAccounts implements ManagedAccounts {
    private final CallPace pace;
    private final AwsCredentialsProvider credentials;

    SdkAccounts(Clock clock, AwsCredentialsProvider credentials) {
        this.credentials = credentials;
        this.pace = new CallPace(clock, Thread::sleep);
    }

    @Override
    public AccountCalls open(String region, AWSAccess access) {
        var http = ApacheHttpClient.builder();
        if (access.proxy() != null) {
            http.proxyConfiguration(ProxyConfiguration.builder()
                    .endpoint(URI.create(access.proxy()))
                    .build());
        }
        var client = RolesAnywhereClient.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .fipsEnabled(Boolean.TRUE.equals(access.fips()))
                .dualstackEnabled(Boolean.TRUE.equals(access.dualStack()))
                .httpClientBuilder(http);
        if (access.endpoint() != null) {
            client.endpointOverride(URI.create(access.endpoint()));
        }
        return new SdkCalls(client.build(), pace);
    }
}
