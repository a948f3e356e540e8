/** The Terraform module, applied by Terraform and AWS's own provider. */
@org.jspecify.annotations.NullMarked
package dev.rolesanywhere.e2e.terraform;
