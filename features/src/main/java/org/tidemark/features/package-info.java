/** The fold algebra: features, feature sets, samplers, replays and the codec of their states. */
package org.tidemark.features;
