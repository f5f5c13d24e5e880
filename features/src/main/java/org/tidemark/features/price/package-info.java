/** Price features of bars, P01 to P20. */
package org.tidemark.features.price;
