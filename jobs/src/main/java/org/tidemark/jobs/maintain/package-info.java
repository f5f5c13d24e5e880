/** Jobs that keep the lake in order and publish it. */
package org.tidemark.jobs.maintain;
