@NullMarked
package dev.rolesanywhere.operator;

import org.jspecify.annotations.NullMarked;
