package dev.rolesanywhere.e2e.workload;

import java.time.Duration;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Prints the caller's ARN as often as the first argument says (default: once; 0: without end), every {@code SECONDS_BETWEEN_CALLS} (default: 1).
 */
public final class WhoAmI {
    private WhoAmI() {}

    public static void main(String[] args) throws InterruptedException {
        int times = args.length == 0 ? 1 : Integer.parseInt(args[0]);
        Duration between =
                Duration.ofSeconds(Long.parseLong(System.getenv().getOrDefault("SECONDS_BETWEEN_CALLS", "1")));
        try (StsClient sts = StsClient.create()) {
            for (int i = 0; times == 0 || i < times; i++) {
                if (i > 0) {
                    Thread.sleep(between);
                }
                GetCallerIdentityResponse identity = sts.getCallerIdentity();
                System.out.println("java " + identity.arn());
            }
        }
    }
}
