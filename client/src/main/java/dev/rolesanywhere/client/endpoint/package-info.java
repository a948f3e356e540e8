/** Where IAM Roles Anywhere answers: partitions, FIPS, dual stack, overrides. */
@NullMarked
package dev.rolesanywhere.client.endpoint;

import org.jspecify.annotations.NullMarked;
