package dev.rolesanywhere.operator.registration;

import java.util.Optional;

/** Roles Anywhere's management calls in one region, one call of AWS each unless it says otherwise. */
interface AccountCalls extends AutoCloseable {
    /** By name; two calls where one is found, and more where the account has many. */
    Optional<ObservedAnchor> anchor(DesiredRegistration wish);

    /** By name; two calls where one is found, and more where the account has many. */
    Optional<ObservedProfile> profile(DesiredRegistration wish);

    /** With its tags, in one call: whoever is killed after it finds it again. */
    ObservedAnchor createAnchor(DesiredRegistration wish);

    ObservedAnchor updateAnchor(String id, DesiredRegistration wish);

    ObservedAnchor putNotices(String id);

    ObservedProfile createProfile(DesiredRegistration wish);

    ObservedProfile updateProfile(String id, DesiredRegistration wish);

    /** {@link DesiredRegistration#MAPPINGS} and no others; a call for each field that is different. */
    ObservedProfile mapAttributes(ObservedProfile profile);

    void deleteProfile(String id);

    void deleteAnchor(String id);

    @Override
    void close();
}
