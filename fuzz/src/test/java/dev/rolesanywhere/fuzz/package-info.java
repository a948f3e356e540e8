/** Foreign bytes: the parsers, what must hold whatever they are given, and who gives it to them. */
@NullMarked
package dev.rolesanywhere.fuzz;

import org.jspecify.annotations.NullMarked;
