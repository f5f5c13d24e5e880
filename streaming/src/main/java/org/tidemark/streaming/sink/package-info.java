/** How the rows of a micro-batch get into tables, once. */
package org.tidemark.streaming.sink;
