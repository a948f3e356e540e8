/** Reading and writing of the little JSON that the two protocols need. */
@NullMarked
package dev.rolesanywhere.client.json;

import org.jspecify.annotations.NullMarked;
