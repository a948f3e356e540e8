/** What the chart installs: that it renders, that an API server takes it, and that the guards and the schema refuse what they shall. */
@NullMarked
package dev.rolesanywhere.e2e.chart;

import org.jspecify.annotations.NullMarked;
