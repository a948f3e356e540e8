package dev.rolesanywhere.operator.registration;

import dev.rolesanywhere.crds.role.AWSRoleSpec;
import dev.rolesanywhere.crds.trustanchor.Registration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the registration of a trust anchor for a role. */
public sealed interface RegistrationChoice {

    /** This one, with the profile to use. */
    record Served(Registration registration, String profileARN, ArnPlace place) implements RegistrationChoice {}

    /** The trust anchor has no registration yet. */
    record NotRegistered(String place) implements RegistrationChoice {}

    /** The trust anchor has registrations, but none matches. {@code place} is the required account and region. */
    record NoneFits(String place) implements RegistrationChoice {}

    /**
     * The registration of the account and region of the role's profile. A role that names no profile takes the first registration of
     * its own account that has one: with several regions, the order in {@code spec.registrations} decides.
     */
    static RegistrationChoice choose(AWSRoleSpec role, @Nullable List<Registration> registrations) {
        String place = place(role);
        if (registrations == null || registrations.isEmpty()) {
            return new NotRegistered(place);
        }
        Optional<RegistrationChoice> chosen = role.profileARN() == null
                ? registrations.stream()
                        .filter(registration -> registration.profileARN() != null
                                && ArnPlace.find(registration.arn())
                                        .filter(it -> it.isAccountOf(role.roleARN()))
                                        .isPresent())
                        .findFirst()
                        .map(registration -> served(registration, registration.profileARN()))
                : registrations.stream()
                        .filter(registration ->
                                ArnPlace.find(role.profileARN()).equals(ArnPlace.find(registration.arn())))
                        .findFirst()
                        .map(registration -> served(registration, role.profileARN()));
        return chosen.orElseGet(() -> new NoneFits(place));
    }

    private static RegistrationChoice served(Registration registration, @Nullable String profileARN) {
        return new Served(registration, Objects.requireNonNull(profileARN), ArnPlace.of(registration.arn()));
    }

    private static String place(AWSRoleSpec role) {
        return ArnPlace.find(role.profileARN())
                .map(profile -> "account " + profile.account() + " and region " + profile.region())
                .orElseGet(() ->
                        "account " + ArnPlace.account(role.roleARN()) + partition(role) + " that has a profileARN");
    }

    /** Named only if it is not the common partition {@code aws}, because users overlook it. */
    private static String partition(AWSRoleSpec role) {
        return ArnPlace.find(role.roleARN())
                .map(ArnPlace::partition)
                .filter(it -> !it.equals("aws"))
                .map(it -> " of partition " + it)
                .orElse("");
    }
}
