package dev.rolesanywhere.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rolesanywhere.client.arn.ProfileArn;
import dev.rolesanywhere.client.arn.RoleArn;
import dev.rolesanywhere.client.arn.TrustAnchorArn;
import dev.rolesanywhere.emulator.arn.Arn;
import java.util.Optional;
import java.util.function.Function;

/**
 * ARNs are printed as they were read, the emulator accepts every ARN that the client accepts, and no error repeats a
 * long text.
 */
final class ArnTarget {
    private static final int MAX_MESSAGE = 2500;

    private ArnTarget() {}

    static Target target() {
        return Target.of(
                "arn",
                ArnTarget::feed,
                "arn:aws:iam::111122223333:role/path/orders-reader",
                "arn:aws:sts::111122223333:assumed-role/a/b",
                "arn:aws-cn:rolesanywhere:cn-north-1:111122223333:profile/01234567-89ab-cdef-0123-456789abcdef",
                "arn:aws:rolesanywhere:eu-west-1:111122223333:alias/trust-anchor/name");
    }

    private static void feed(byte[] input) {
        String text = new String(input, UTF_8);
        Optional<Arn> emulators = Arn.parse(text);
        emulators.ifPresent(arn -> assertThat(arn).hasToString(text));
        read(text, RoleArn::parse).ifPresent(_ -> assertThat(emulators).get().matches(Arn::isRole));
        read(text, ProfileArn::parse)
                .ifPresent(_ -> assertThat(emulators).get().matches(arn -> arn.isRolesAnywhere("profile")));
        read(text, TrustAnchorArn::parse)
                .ifPresent(_ -> assertThat(emulators).get().matches(arn -> arn.isRolesAnywhere("trust-anchor")));
    }

    private static <T> Optional<T> read(String text, Function<String, T> parser) {
        try {
            T arn = parser.apply(text);
            assertThat(arn).hasToString(text);
            return Optional.of(arn);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).contains("Write arn:").hasSizeLessThan(MAX_MESSAGE);
            return Optional.empty();
        }
    }
}
