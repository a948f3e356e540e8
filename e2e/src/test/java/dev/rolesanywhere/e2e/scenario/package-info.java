/**
 * Users' actions and their results, on a real cluster with the chart installed through Helm and with every real part.
 */
@NullMarked
package dev.rolesanywhere.e2e.scenario;

import org.jspecify.annotations.NullMarked;
