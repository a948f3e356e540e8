/** The issuing policy: facts in, a decision with its reason out. */
@NullMarked
package dev.rolesanywhere.pki.issuance;

import org.jspecify.annotations.NullMarked;
