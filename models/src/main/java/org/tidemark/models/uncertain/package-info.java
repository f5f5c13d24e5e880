/**
 * How far a label may lie from its score: conformal intervals and sets, fitted on out-of-fold rows
 * alone.
 *
 * <p>Their guarantee (a new label is covered with at least the wanted chance, whatever the model)
 * holds if fitted and new rows are exchangeable: any order of them is as likely as any other.
 * Markets are not like that. Volatility comes in clusters, spans of neighbouring labels overlap and
 * regimes change, so the realised coverage of a month may lie well off the wanted one. {@link
 * org.tidemark.models.uncertain.Coverage} tells it month by month; {@link
 * org.tidemark.models.uncertain.AdaptiveConformal} steers towards it.
 */
package org.tidemark.models.uncertain;
