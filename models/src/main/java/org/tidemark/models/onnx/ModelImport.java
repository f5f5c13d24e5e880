package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tidemark.models.Target;
import org.tidemark.models.onnx.RefusedModelException.Reason;

/**
 * Makes a file with Tidemark's {@link Signature} out of an ONNX file of another program: cuts
 * {@code ZipMap} and labels off, picks the probability of class 1, names values anew, and writes
 * the metadata. What cannot be served is refused with the reason; the result has passed {@link
 * LoadGuard}. Nothing of it has been near the native runtime.
 */
public final class ModelImport {
  private ModelImport() {}

  /**
   * What the file is to be.
   *
   * @param featureNames columns of its input, in order
   * @param featureSetHash of the set with these columns
   * @param output name of the file's output to serve, where it has several that fit
   */
  public record As(
      List<String> featureNames, String featureSetHash, Target target, Optional<String> output) {
    public As {
      featureNames = List.copyOf(featureNames);
    }
  }

  /**
   * Reads and rewrites a file.
   *
   * @param provenance stored in the file as given; keys that begin with {@code tidemark.} are
   *     refused
   * @throws RefusedModelException saying what is wrong with it
   */
  public static OnnxArtifact of(byte[] file, As as, Map<String, String> provenance) {
    LoadGuard guard = LoadGuard.standard();
    if (file.length > guard.bytes()) {
      throw new RefusedModelException(
          Reason.SIZE,
          file.length + " bytes exceed the limit of " + guard.bytes(),
          "fit a smaller model");
    }
    ModelProto model = parse(file);
    if (model.getFunctionsCount() > 0 || model.getTrainingInfoCount() > 0) {
      throw new RefusedModelException(
          Reason.OPERATOR,
          "the file defines functions or training graphs",
          "export it with plain operators (PyTorch: dynamo=False)");
    }
    SortedMap<String, String> metadata = metadata(file, model, as, provenance);
    ModelProto.Builder made =
        ModelProto.newBuilder()
            .setIrVersion(Signature.IR_VERSION)
            .setProducerName("tidemark")
            .setGraph(new ForeignGraph(model.getGraph(), as).rewritten());
    for (OperatorSetIdProto opset : model.getOpsetImportList()) {
      // Others are not used by what is left, or the guard refuses the operators that use them.
      boolean known = List.of("", "ai.onnx", Signature.ML_DOMAIN).contains(opset.getDomain());
      if (known && !made.getOpsetImportList().contains(opset)) {
        made.addOpsetImport(opset);
      }
    }
    metadata.forEach(
        (key, value) ->
            made.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    byte[] bytes = made.build().toByteArray();
    return guard
        .check(bytes, new LoadGuard.Expected(Sha256.of(bytes), as.featureSetHash()))
        .artifact();
  }

  private static ModelProto parse(byte[] file) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(file);
      in.setRecursionLimit(32);
      return ModelProto.parseFrom(in);
    } catch (InvalidProtocolBufferException e) {
      throw new RefusedModelException(
          Reason.FORMAT, "not an ONNX model: " + e.getMessage(), "export it again");
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  private static SortedMap<String, String> metadata(
      byte[] file, ModelProto model, As as, Map<String, String> provenance) {
    SortedMap<String, String> metadata = new TreeMap<>();
    provenance.forEach(
        (key, value) -> {
          if (key.startsWith("tidemark.")) {
            throw new IllegalArgumentException(
                "provenance key " + key + " is reserved; drop the prefix 'tidemark.'");
          }
          metadata.put(key, value);
        });
    metadata.put("producer", model.getProducerName() + " " + model.getProducerVersion());
    metadata.put(Signature.ORIGIN, Origin.imported());
    metadata.put(Signature.FEATURE_SET_HASH, as.featureSetHash());
    metadata.put(Signature.FEATURE_NAMES, String.join(",", as.featureNames()));
    metadata.put(Signature.TARGET, TargetText.of(as.target()));
    metadata.put(Signature.NATIVE_SHA256, Sha256.of(file));
    return metadata;
  }
}
