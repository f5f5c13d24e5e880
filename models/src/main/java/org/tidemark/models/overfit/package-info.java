/** How much of a backtest is luck: what trying many things does to the best of them. */
package org.tidemark.models.overfit;
