/** Key pairs: types, matching and PEM. */
@NullMarked
package dev.rolesanywhere.pki.key;

import org.jspecify.annotations.NullMarked;
