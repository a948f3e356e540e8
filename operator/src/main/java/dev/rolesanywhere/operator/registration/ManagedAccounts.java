package dev.rolesanywhere.operator.registration;

import dev.rolesanywhere.crds.egress.AWSAccess;

/** Creates the client for one region's management calls. */
@FunctionalInterface
interface ManagedAccounts {
    AccountCalls open(String region, AWSAccess access);
}
