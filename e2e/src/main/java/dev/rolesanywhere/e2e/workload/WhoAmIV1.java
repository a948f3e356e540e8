package dev.rolesanywhere.e2e.workload;

import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.securitytoken.AWSSecurityTokenService;
import com.amazonaws.services.securitytoken.AWSSecurityTokenServiceClientBuilder;
import com.amazonaws.services.securitytoken.model.GetCallerIdentityRequest;
import java.time.Duration;

/** {@link WhoAmI} with the SDK for Java v1, which does not know {@code AWS_ENDPOINT_URL_STS}. */
public final class WhoAmIV1 {
    private WhoAmIV1() {}

    public static void main(String[] args) throws InterruptedException {
        int times = args.length == 0 ? 1 : Integer.parseInt(args[0]);
        Duration between =
                Duration.ofSeconds(Long.parseLong(System.getenv().getOrDefault("SECONDS_BETWEEN_CALLS", "1")));
        AWSSecurityTokenService sts = AWSSecurityTokenServiceClientBuilder.standard()
                .withEndpointConfiguration(
                        new EndpointConfiguration(System.getenv("AWS_ENDPOINT_URL_STS"), System.getenv("AWS_REGION")))
                .build();
        for (int i = 0; times == 0 || i < times; i++) {
            if (i > 0) {
                Thread.sleep(between);
            }
            System.out.println("java-v1 "
                    + sts.getCallerIdentity(new GetCallerIdentityRequest()).getArn());
        }
    }
}
