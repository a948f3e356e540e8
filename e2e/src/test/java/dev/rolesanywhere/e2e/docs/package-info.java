/** Tests of the text of the docs. */
@NullMarked
package dev.rolesanywhere.e2e.docs;

import org.jspecify.annotations.NullMarked;
