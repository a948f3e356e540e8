@NullMarked
package dev.rolesanywhere.sidecar;

import org.jspecify.annotations.NullMarked;
