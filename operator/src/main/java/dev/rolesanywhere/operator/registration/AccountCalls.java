package dev.rolesanywhere.operator.registration;

import java.util.Optional;

/** Management calls of Roles Anywhere in one region; one AWS call each unless stated otherwise. */
interface AccountCalls extends AutoCloseable {
    /** By name; two calls if it exists, more if the account has many. */
    Optional<ObservedAnchor> anchor(DesiredRegistration wish);

    /** By name; two calls if it exists, more if the account has many. */
    Optional<ObservedProfile> profile(DesiredRegistration wish);

    /** Creates it with its tags in one call, so that it is found again after a crash. */
    ObservedAnchor createAnchor(DesiredRegistration wish);

    ObservedAnchor updateAnchor(String id, DesiredRegistration wish);

    ObservedAnchor putNotices(String id);

    ObservedProfile createProfile(DesiredRegistration wish);

    ObservedProfile updateProfile(String id, DesiredRegistration wish);

    /** {@link DesiredRegistration#MAPPINGS} and no others; one call for each different field. */
    ObservedProfile mapAttributes(ObservedProfile profile);

    void deleteProfile(String id);

    void deleteAnchor(String id);

    @Override
    void close();
}
