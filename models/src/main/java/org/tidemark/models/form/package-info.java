/**
 * What a fitted model computes, as plain numbers: the neutral form between the library that fitted
 * it and the ONNX file that serves it.
 */
package org.tidemark.models.form;
