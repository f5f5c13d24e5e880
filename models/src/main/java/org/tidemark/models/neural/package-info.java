/**
 * Nets in PyTorch, by DJL: the one place that names either. It computes losses and gradients; what
 * a fit does with them is in {@code models.learn}, and a fitted net needs none of it.
 */
package org.tidemark.models.neural;
