/** Samplers: how events become bars. */
package org.tidemark.features.bar;
