package dev.rolesanywhere.operator.registration;

import dev.rolesanywhere.client.arn.Arn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Account and region of an ARN. */
public record ArnPlace(String partition, String region, String account) {
    private ArnPlace(Arn arn) {
        this(arn.partition(), arn.region(), arn.account());
    }

    /** Empty for a text that is no ARN, as an object may hold it that is older than its schema. */
    static Optional<ArnPlace> find(@Nullable String text) {
        return Arn.find(text).map(ArnPlace::new);
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
        return new ArnPlace(Arn.of(arn));
    }
}
