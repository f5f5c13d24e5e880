/** Says which of two models is better, and keeps the answer. */
package org.tidemark.jobs.compare;
