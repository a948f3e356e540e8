@NullMarked
package dev.rolesanywhere.webhook;

import org.jspecify.annotations.NullMarked;
