@NullMarked
package dev.rolesanywhere.pki;

import org.jspecify.annotations.NullMarked;
