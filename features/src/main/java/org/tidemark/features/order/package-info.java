/** Decides, in the log's own order, which events are late and in which order the rest are seen. */
package org.tidemark.features.order;
