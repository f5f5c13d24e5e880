/** The market's quality score and its regimes. */
package org.tidemark.features.regime;
