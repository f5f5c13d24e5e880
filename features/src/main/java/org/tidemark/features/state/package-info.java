/** How states become bytes and come back bit for bit; below every other feature package. */
package org.tidemark.features.state;
