/** The registered feature sets and the specification generated from them. */
package org.tidemark.features.set;
