/**
 * The parts of every X.509 certificate of this project: validity, serial number, key identifiers, PEM and fingerprint.
 */
@NullMarked
package dev.rolesanywhere.pki.certificate;

import org.jspecify.annotations.NullMarked;
