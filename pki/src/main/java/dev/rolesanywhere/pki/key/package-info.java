/** Key pairs and what may be said about them: kinds, strengths, PEM. */
@NullMarked
package dev.rolesanywhere.pki.key;

import org.jspecify.annotations.NullMarked;
