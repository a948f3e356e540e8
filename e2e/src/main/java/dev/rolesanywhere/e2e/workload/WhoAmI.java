package dev.rolesanywhere.e2e.workload;

import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Prints the caller's ARN once a second, as often as the first argument says (default: once; 0: without end). */
public final class WhoAmI {
    private WhoAmI() {}

    public static void main(String[] args) throws InterruptedException {
        int times = args.length == 0 ? 1 : Integer.parseInt(args[0]);
        try (StsClient sts = StsClient.create()) {
            for (int i = 0; times == 0 || i < times; i++) {
                if (i > 0) {
                    Thread.sleep(1000);
                }
                GetCallerIdentityResponse identity = sts.getCallerIdentity();
                System.out.println("java " + identity.arn());
            }
        }
    }
}
