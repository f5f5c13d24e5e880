/** What speaks for a model version, in one file that can be handed on. */
package org.tidemark.jobs.evidence;
