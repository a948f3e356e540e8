/** The process, before Quarkus. */
@NullMarked
package dev.rolesanywhere.webhook.start;

import org.jspecify.annotations.NullMarked;
