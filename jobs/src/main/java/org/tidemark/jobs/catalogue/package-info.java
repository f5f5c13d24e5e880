/** The model catalogue: which models there are to train, as data. */
package org.tidemark.jobs.catalogue;
