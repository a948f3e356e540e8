package dev.rolesanywhere.operator.registration;

import java.util.Optional;

/** Roles Anywhere's management calls in one region, one call of AWS each unless it says otherwise. */
interface AccountCalls extends AutoCloseable {
    /** By name; two calls where one is found, and more where the account has many. */
    Optional<FoundAnchor> anchor(RegistrationWish wish);

    /** By name; two calls where one is found, and more where the account has many. */
    Optional<FoundProfile> profile(RegistrationWish wish);

    /** With its tags, in one call: whoever is killed after it finds it again. */
    FoundAnchor createAnchor(RegistrationWish wish);

    FoundAnchor updateAnchor(String id, RegistrationWish wish);

    FoundAnchor putNotices(String id);

    FoundProfile createProfile(RegistrationWish wish);

    FoundProfile updateProfile(String id, RegistrationWish wish);

    void deleteProfile(String id);

    void deleteAnchor(String id);

    @Override
    void close();
}
