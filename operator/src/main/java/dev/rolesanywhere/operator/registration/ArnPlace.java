package dev.rolesanywhere.operator.registration;

import dev.rolesanywhere.client.endpoint.Partition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Account and region of an ARN. */
public record ArnPlace(String partition, String region, String account) {
    private static final int PARTS = 6;

    /** Empty for a text that is no ARN, as an object may hold it that is older than its schema. */
    static Optional<ArnPlace> find(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split(":", PARTS);
        return parts.length < PARTS ? Optional.empty() : Optional.of(new ArnPlace(parts[1], parts[3], parts[4]));
    }

    /** Whether the region is one of the partition; an object may hold another that is older than its schema. */
    boolean isConsistent() {
        return Partition.ofRegion(region)
                .filter(it -> it.id().equals(partition))
                .isPresent();
    }

    /** Whether a role is of this account, which one of another partition is not, whatever its number. */
    boolean isAccountOf(String roleArn) {
        return find(roleArn)
                .filter(role -> role.partition().equals(partition)
                        && !account.isEmpty()
                        && role.account().equals(account))
                .isPresent();
    }

    /** Empty for a text that is no ARN. */
    public static String account(String text) {
        return find(text).map(ArnPlace::account).orElse("");
    }

    /** @throws IllegalArgumentException if it is no ARN */
    public static ArnPlace of(String arn) {
        return find(arn).orElseThrow(() -> new IllegalArgumentException("'" + arn + "' is not an ARN"));
    }
}
