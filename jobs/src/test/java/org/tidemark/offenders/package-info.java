/**
 * A small twin of the module layout in which every guard of {@code ArchitectureRules} is broken
 * once, so that a guard that no longer catches anything is noticed. Never part of a build.
 */
package org.tidemark.offenders;
