package dev.rolesanywhere.authorities.aws;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.regions.Region;

/**
 * Clients of AWS's key services. A call never takes longer than a pod waits. The SDK retries throttled or lost calls within that time.
 */
public final class AwsClients {
    static final Duration ATTEMPT = Duration.ofSeconds(3);
    static final Duration CALL = Duration.ofSeconds(8);

    /** Pods that start together wait for one answer each. */
    private static final int MOST_AT_ONCE = 200;

    private AwsClients() {}

    /** @param endpoint instead of the region's public one, such as a VPC endpoint's */
    public static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C build(
            B builder, String region, AwsEgress egress, @Nullable URI endpoint) {
        builder.region(Region.of(region))
                .httpClientBuilder(egress.http()
                        .maxConnections(MOST_AT_ONCE)
                        .connectionTimeout(ATTEMPT)
                        .socketTimeout(ATTEMPT))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(CALL)
                        .build());
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }
}
