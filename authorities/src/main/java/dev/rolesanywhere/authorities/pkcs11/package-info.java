/** CA keys in HSMs and TPMs, through PKCS#11. */
@NullMarked
package dev.rolesanywhere.authorities.pkcs11;

import org.jspecify.annotations.NullMarked;
