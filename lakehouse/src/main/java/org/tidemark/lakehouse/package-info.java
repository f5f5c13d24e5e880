/**
 * Every table of the lake as a value: columns, grain, constraints, migrations. No engine in here.
 */
package org.tidemark.lakehouse;
