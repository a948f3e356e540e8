package dev.rolesanywhere.operator.registration;

import dev.rolesanywhere.client.arn.Arn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Account and region of an ARN. */
public record ArnPlace(String partition, String region, String account) {
    private ArnPlace(Arn arn) {
        this(arn.partition(), arn.region(), arn.account());
    }

    /** Empty if the text is not an ARN, which is possible in an object from before the schema. */
    static Optional<ArnPlace> find(@Nullable String text) {
        return Arn.find(text).map(ArnPlace::new);
    }

    /** Whether a role belongs to this account in the same partition. */
    boolean isAccountOf(String roleArn) {
        return find(roleArn)
                .filter(role -> role.partition().equals(partition)
                        && !account.isEmpty()
                        && role.account().equals(account))
                .isPresent();
    }

    /** Empty if the text is not an ARN. */
    public static String account(String text) {
        return find(text).map(ArnPlace::account).orElse("");
    }

    /** @throws IllegalArgumentException if it is not an ARN */
    public static ArnPlace of(String arn) {
        return new ArnPlace(Arn.of(arn));
    }
}
