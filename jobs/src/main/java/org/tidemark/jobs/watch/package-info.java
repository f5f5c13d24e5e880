/** What a running scorer tells those who watch it: metrics, health, latency. */
package org.tidemark.jobs.watch;
