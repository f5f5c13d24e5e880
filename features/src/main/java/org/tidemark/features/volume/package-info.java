/** Volume features of bars and trades, V01 to V15. */
package org.tidemark.features.volume;
