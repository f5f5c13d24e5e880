/** Labels: what happened after a bar, and until when one had to wait to know it. */
package org.tidemark.features.label;
