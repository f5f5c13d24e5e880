/**
 * Sample weights of the rows of one training window: by how little their labels share, by age, by
 * class.
 */
package org.tidemark.models.weight;
