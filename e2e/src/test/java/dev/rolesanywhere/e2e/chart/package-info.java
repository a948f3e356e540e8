/**
 * Tests of the chart: that it renders, that an API server accepts it, and that guards and schema reject invalid
 * objects.
 */
@NullMarked
package dev.rolesanywhere.e2e.chart;

import org.jspecify.annotations.NullMarked;
