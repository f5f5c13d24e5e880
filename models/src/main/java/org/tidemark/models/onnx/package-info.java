/**
 * Models as ONNX files: the graph language that writes them, the certificate that they score like
 * the model they came from, and the guard in front of every file that is read.
 */
package org.tidemark.models.onnx;
