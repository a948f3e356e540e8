/** CA keys in AWS KMS. */
@NullMarked
package dev.rolesanywhere.authorities.awskms;

import org.jspecify.annotations.NullMarked;
