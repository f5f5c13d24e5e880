/** Who serves: promotion and roll-back of registered versions by hand and by live accuracy. */
package org.tidemark.jobs.serve;
