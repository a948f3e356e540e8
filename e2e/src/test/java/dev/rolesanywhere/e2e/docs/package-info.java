/** The pages for people, as text. */
@NullMarked
package dev.rolesanywhere.e2e.docs;

import org.jspecify.annotations.NullMarked;
