package org.tidemark.models.neural;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.List;
import org.tidemark.models.form.NetShape;

/**
 * A net as PyTorch computes it, on the processor.
 *
 * <p>One thread computes, whatever the machine has: sums that several threads share depend on how
 * many they are. Every array is copied into memory of PyTorch's own, which is aligned, as its
 * kernels add in another order where memory is not. So the same input gives the same bits on one
 * machine; another processor may have other kernels.
 *
 * <p>Gradients are taken by the functions below DJL's gradient collector, of which a JVM can have
 * one at a time: tasks of an executor fit side by side.
 */
final class TorchNet implements Gradients {
  private static final String ENGINE = "PyTorch";

  private final NetShape shape;
  private final List<NetShape.Part> parts;
  private final NDManager memory;

  private TorchNet(NetShape shape, NDManager memory) {
    this.shape = shape;
    this.parts = shape.parts();
    this.memory = memory;
  }

  static String version() {
    try {
      return Engine.getEngine(ENGINE).getVersion();
    } catch (EngineException | IllegalArgumentException | IllegalStateException e) {
      throw new NeuralException(
          "PyTorch's library cannot be loaded: " + e.getMessage() + "; " + Torch.REMEDY, e);
    }
  }

  static TorchNet open(NetShape shape) {
    try {
      Engine.getEngine(ENGINE);
      JniUtils.setNumThreads(1);
      return new TorchNet(shape, NDManager.newBaseManager(Device.cpu(), ENGINE));
    } catch (EngineException | IllegalArgumentException | IllegalStateException e) {
      throw new NeuralException(
          "PyTorch's library cannot be loaded: " + e.getMessage() + "; " + Torch.REMEDY, e);
    }
  }

  @Override
  public double loss(
      float[] weights, float[] rows, int[] labels, float[] shares, float[] gradient) {
    JniUtils.setGradMode(true);
    try (NDManager memory = this.memory.newSubManager()) {
      NDArray[] tensors = tensors(memory, weights);
      for (NDArray tensor : tensors) {
        tensor.setRequiresGradient(true);
      }
      int n = labels.length;
      NDArray logs = margins(memory, tensors, rows, n).logSoftmax(1);
      NDArray classes = memory.create(labels, new Shape(n, 1)).toType(DataType.INT64, true);
      NDArray share = own(memory.create(shares, new Shape(n, 1)));
      NDArray loss = logs.gather(classes, 1).mul(share).sum().div(share.sum()).neg();
      JniUtils.backward((PtNDArray) loss, (PtNDArray) memory.ones(new Shape()), false, false);
      for (int i = 0; i < tensors.length; i++) {
        float[] some = tensors[i].getGradient().toFloatArray();
        System.arraycopy(some, 0, gradient, parts.get(i).from(), some.length);
      }
      return loss.getFloat();
    }
  }

  @Override
  public float[] probabilities(float[] weights, float[] rows, int count) {
    JniUtils.setGradMode(false);
    try (NDManager memory = this.memory.newSubManager()) {
      NDArray all = margins(memory, tensors(memory, weights), rows, count).softmax(1);
      return (shape.outputs() == 1 ? all.get(":, 1") : all).toFloatArray();
    } finally {
      JniUtils.setGradMode(true);
    }
  }

  private NDArray[] tensors(NDManager memory, float[] weights) {
    NDArray[] tensors = new NDArray[parts.size()];
    for (int i = 0; i < tensors.length; i++) {
      NetShape.Part part = parts.get(i);
      float[] some = Arrays.copyOfRange(weights, part.from(), part.from() + part.count());
      long[] dimensions = part.dimensions().stream().mapToLong(Integer::longValue).toArray();
      tensors[i] = own(memory.create(some, new Shape(dimensions)));
    }
    return tensors;
  }

  /** One column per class: a net of one output is one of two classes whose first margin is 0. */
  private NDArray margins(NDManager memory, NDArray[] tensors, float[] rows, int n) {
    NDArray sequence = own(memory.create(rows, new Shape(n, shape.channels(), shape.lags())));
    NDArray filtered =
        Conv1d.conv1d(sequence, tensors[0], tensors[1], new Shape(1), new Shape(0), new Shape(1), 1)
            .get(0)
            .transpose(0, 2, 1);
    NDArray start = memory.zeros(new Shape(shape.layers(), n, shape.hidden()));
    // PyTorch has two biases a gate; ours has one, the other stays at 0.
    NDArray none = memory.zeros(new Shape(4L * shape.hidden()));
    NDList parameters = new NDList();
    int at = 2;
    for (int layer = 0; layer < shape.layers(); layer++) {
      parameters.addAll(List.of(tensors[at++], tensors[at++], tensors[at++], none));
    }
    NDList states =
        filtered
            .getNDArrayInternal()
            .lstm(
                filtered,
                new NDList(start, start),
                parameters,
                true,
                shape.layers(),
                0,
                true,
                false,
                true);
    NDArray last = states.get(0).get(":, -1, :");
    NDArray margins = last.matMul(tensors[at].transpose()).add(tensors[at + 1]);
    return shape.outputs() == 1 ? memory.zeros(new Shape(n, 1)).concat(margins, 1) : margins;
  }

  private static NDArray own(NDArray array) {
    return array.duplicate();
  }

  @Override
  public void close() {
    memory.close();
  }
}
