@NullMarked
package dev.rolesanywhere.client;

import org.jspecify.annotations.NullMarked;
