/** {@code make demo}: each step from the pod to AWS, with its real output. */
@NullMarked
package dev.rolesanywhere.demo;

import org.jspecify.annotations.NullMarked;
