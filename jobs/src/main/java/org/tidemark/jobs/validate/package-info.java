/** Jobs that judge learners out of sample. */
package org.tidemark.jobs.validate;
