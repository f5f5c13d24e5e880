/** What predictions are worth: metrics with honest intervals, trading after cost, calibration. */
package org.tidemark.models.evaluate;
