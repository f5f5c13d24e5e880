/**
 * Calibration: makes scores mean what they say. A calibrator is fitted on out-of-fold scores alone
 * and changes no order of two rows, except that isotonic calibration may make them equal.
 */
package org.tidemark.models.calibrate;
