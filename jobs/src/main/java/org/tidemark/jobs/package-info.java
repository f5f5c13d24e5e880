/** The command line and every job behind it. */
package org.tidemark.jobs;
