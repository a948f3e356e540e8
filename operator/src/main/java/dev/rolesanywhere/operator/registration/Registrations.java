package dev.rolesanywhere.operator.registration;

import dev.rolesanywhere.client.arn.Arn;
import dev.rolesanywhere.crds.trustanchor.AWSTrustAnchor;
import dev.rolesanywhere.crds.trustanchor.ManagedRegistrationStatus;
import dev.rolesanywhere.crds.trustanchor.Registration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The registrations of a trust anchor: first spec.registrations, then the managed ones. */
public final class Registrations {
    private Registrations() {}

    /** Those that name a trust anchor; an entry that is not an ARN is ignored. */
    public static List<Registration> of(AWSTrustAnchor anchor) {
        return of(anchor, anchor.getStatus() == null ? null : anchor.getStatus().managedRegistrations());
    }

    public static List<Registration> of(AWSTrustAnchor anchor, @Nullable List<ManagedRegistrationStatus> managed) {
        Stream<Registration> written =
                Optional.ofNullable(anchor.getSpec().registrations()).stream().flatMap(List::stream);
        Stream<Registration> kept = Optional.ofNullable(managed).stream()
                .flatMap(List::stream)
                .flatMap(status -> Stream.ofNullable(status.trustAnchorARN())
                        .map(arn -> new Registration(arn, status.profileARN(), null)));
        return Stream.concat(written, kept)
                .filter(registration -> Arn.find(registration.arn())
                        .filter(Arn::isRegionOfPartition)
                        .isPresent())
                .toList();
    }
}
