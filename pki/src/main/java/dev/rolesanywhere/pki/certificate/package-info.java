/** What every X.509 certificate of this project has: validity, serial, key identifiers, PEM and fingerprint. */
@NullMarked
package dev.rolesanywhere.pki.certificate;

import org.jspecify.annotations.NullMarked;
