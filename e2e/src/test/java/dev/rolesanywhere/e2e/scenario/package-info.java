/** What users do and see, on a real cluster with the chart installed through Helm and every real part in its place. */
@NullMarked
package dev.rolesanywhere.e2e.scenario;

import org.jspecify.annotations.NullMarked;
