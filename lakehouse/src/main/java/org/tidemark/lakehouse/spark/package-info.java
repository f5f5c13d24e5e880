/** The table store: the only place that names a table format. */
package org.tidemark.lakehouse.spark;
