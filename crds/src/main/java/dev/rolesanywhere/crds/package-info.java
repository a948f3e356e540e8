@NullMarked
package dev.rolesanywhere.crds;

import org.jspecify.annotations.NullMarked;
